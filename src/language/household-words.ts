/** Words around the names of households. */

export const TITLES = [
  'bà',
  'chị',
  'ông',
  'cô',
  'bác',
  'chú',
  'anh',
  'dì',
  'mợ',
  'thím',
  'cậu',
  'cụ',
  'mẹ',
  'em',
  'má',
  'bá',
  'o',
  'mệ',
  'dượng',
  'cháu',
  'bạn',
  'già',
] as const;
export const SHORT_TITLES: Record<string, string> = {
  c: 'chị',
  a: 'anh',
  b: 'bà',
  e: 'em',
  ô: 'ông',
  chj: 'chị',
  cj: 'chị',
};
export const HOUSE = ['hộ gia đình', 'hộ nhà', 'gia đình nhà', 'hộ', 'nhà', 'gia đình', 'gđ'];
export const COUPLE = [
  'vợ chồng',
  'hai vợ chồng',
  'mẹ con',
  'hai mẹ con',
  'bà cháu',
  'hai bà cháu',
  'ông bà',
  'bố con',
  'vc',
  'hai ông bà',
];
// What follows a title and is no name, without accents; with the title it makes another word or opens a clause.
export const NO_NAMES = new Set(
  (
    'hoi em bo doan tieu phi tiet cuc nhanh tien vien phap giao quan gai dau doc su ay ta nay kia nao gi do day minh toi no can bi o la di duoc da lam cung se dang co khong chua moi van con cho va voi thi ma de tai tu trong ngoai tren duoi ve ra vao len xuong giup tang qua hop gap noi bao hoc tham du ' +
    'vang nhe nha a ah oi chao buoi thua ngheo kho neo don cao gia tre nho lon khac nua deu rat qua het roi xong thoi ngay thang tuan nam sang chieu trua hom nay mai ho nguoi chi ban nhom to thon xom ap khu phuong xa huyen tinh phu chu truong pho uy vu hoan canh benh om yeu mo coi cham ngoan hoa nha bep ngo tat nhieu may cac nhung mot hai bay sinh hoat viec chong vo dan hang bac si trung hoang lang te can ky dong gop cam ket ' +
    'ngoai thu quy ca bi mat don xin dang ki chuyen quet sua xay trao mua nhan lo cham soc dua don an uong hien cong tac hoi vien sua chua dien hinh guong em'
  ).split(' '),
);
// Of those, what is a name all the same where it stands alone behind a title: "chị Hoa", "bà Bảy", "chị Mai", "bà Tư", "chị Thu".
export const NAMES_ALL_THE_SAME = new Set(
  'hoa bay mai tu thu nam sau hai ba hien sang quy dien mot hang can guong phuong tinh vinh cham tham nhan do ca bac thuan trung hoang lo van'.split(
    ' ',
  ),
);
export const HAMLETS = [
  'xóm',
  'thôn',
  'ấp',
  'bản',
  'tổ',
  'khu',
  'đội',
  'làng',
  'buôn',
  'phố',
  'ngõ',
  'khu phố',
  'tổ dân phố',
  'tổ phụ nữ',
  'cụm',
  'khối',
  'khối phố',
  'tiểu khu',
  'phum',
  'sóc',
  'liên gia',
  'tdp',
];
export const APPOSITION = [
  'vợ',
  'mẹ',
  'con',
  'con dâu',
  'con gái',
  'em',
  'chồng',
  'vợ của',
  'mẹ của',
  'chị',
  'dâu',
  'là vợ',
  'là mẹ',
  'con của',
  'em gái',
  'chị gái',
  'cháu',
];

/** Two words that without accents look like title and name and are something else: chi hội, bà con, cô giáo, có hội. */
export const FIXED_PAIRS: ReadonlySet<string> = new Set(
  [
    'hoi',
    'em',
    'bo',
    'doan',
    'doi',
    'phi',
    'tieu',
    'tiet',
    'nhanh',
    'vien',
    'phu',
    'ban',
    'ay',
    'nao',
    'thi',
    'minh',
    'tham',
    'du',
  ]
    .filter((word) => word !== 'tham')
    .map((word) => `chi ${word}`)
    .concat([
      'ba con',
      'ba mot',
      'ba muoi',
      'ba bon',
      'ba chuc',
      'ba tram',
      'ba me',
      'ba ho',
      'ba nguoi',
      'ba chi',
      'ba buoi',
      'chu de',
      'chu tri',
      'co them',
      'co doi',
      'co giao',
      'co quan',
      'co hoi',
      'co so',
      'co the',
      'co nguoi',
      'co gi',
      'co hop',
      'co ho',
      'ong ba',
      'anh em',
      'anh chi',
      'bac si',
      'cu the',
      'me con',
      'ba tuan',
      'ba thang',
    ]),
);

/** Names that are oftener another word: only where nothing but a name can stand. */
export const MAYBE_NAMES: ReadonlySet<string> = new Set(
  'cuc to may trong toi tien tai tuan gai minh quan de y chinh ngoan lon nho yeu dan cong ta nam thanh lam ton tuyen'.split(
    ' ',
  ),
);
