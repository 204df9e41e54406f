/** Syllables that people are called by, without accents. A title before one of them makes a name; alone they prove nothing. */
const NAMES =
  'an anh ai am ba bac bach bang bao bay be ben bich bien binh bo bon bong buoi buong buu but cam can canh cao chanh chau chi chien chinh chin chung chuyen chuc co con cong cu cuc cuong cuc dai dan dang danh dao dau diem dien diep diu dinh doan don dong du dua duc dung duong duyen dat dam de de diep gam gai giang giao giau gioi ha hai ham han hang hanh hao hau hai hien hieu hinh ho hoa hoai hoan hoang hoi hong hop hue hung huong huu huyen huyen huynh hy hiep ' +
  'ke kha khai khanh khang khuyen khue khoa khiem khoan kien kieu kim ky la lac lai lam lan lanh lap le len lien lieu linh lo loan loc loi long lua luan luc luong luu luyen ly lai lua luot lich mai man manh man mao may men mien minh mo mong mui muoi muon my muoi mit mua man mau mao nam nan nga ngan ngat nghi nghia ngo ngoan ngoc ngot nguyen nguyet nha nhai nhan nhat nhi nhien nhin nhu nhung nhuong nhuan nhai ninh no nu nuong nu nhinh nhat nhan noi nham ' +
  'oanh on phan phong phu phuc phung phuoc phuong phuong phi quan quang que quy quyen quyet quynh sa sam san sang sau sen sinh son song su suong suot sy sanh siu sim sao tai tam tan tau tan than thang thanh thao the them thi thien thiet thinh thiep tho thoa thoai thom thong thu thua thuan thuc thue thuy thuong thuyen tien tiep tin tinh tich tinh to toan toi tot tra trai tram trang tranh tri trinh trong truc trung truong tu tuan tuat tuc tue tung tuoi tuong tuyen tuyet ty ton tot tua thin thiu ti ut uyen uy van vang van vay ve vi vien viet vinh vong vu vui vuong vy xa xiem xuan xuyen xuong xinh y yen den teo cut mun nuoi ngai dom dung lan luon tho doi duom net suu ty gam tuyn mong tuom luc nhoi bui mon dua thau nhun hoe soi gio nhau khoi nep nga gam dau lai lanh thia nuong vien duom nhuy nhuan xe luoc de duyen ngo gau';
const SURNAMES =
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh dao doan luong mai ha cao ta lam to trieu luu chu thach son kim ma lo vi nong quach la be dam giap than mac';

export const GIVEN_NAMES: ReadonlySet<string> = new Set(NAMES.split(' '));
export const SURNAME_SYLLABLES: ReadonlySet<string> = new Set(SURNAMES.split(' '));

/**
 * Name syllables that may follow another in a name typed in small letters ("chi thu huong"). Only those that are hardly ever another
 * word of a report: "mai", "nam", "an", "tang" would swallow what comes next.
 */
export const FOLLOWING_NAMES: ReadonlySet<string> = new Set(
  'thi anh bich chau cuc dao diep dung duyen giang hang hanh hien hieu hong hue hung huong huyen khanh kieu lien linh loan ly minh my nga ngan ngoc nguyet nhan nhung oanh phuong phuc quyen quynh thao thoa thom thuy thuong thuan trang trinh tuan tuyet tuoi uyen van vinh xuan yen lam dieu hau nhi vy diem tham ngat hoan hoai'.split(
    ' ',
  ),
);
