/** Something wrong in a file under `prompts/`, said in Vietnamese to the people who write there. */
export interface ContentProblem {
  /** `prompts/campaigns/28-6.md` */
  file: string;
  /** 1 for the first line. */
  line: number;
  text: string;
}
