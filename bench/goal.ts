/** What is promised of a figure. */
export interface Goal {
  readonly name: string;
  readonly least: number;
  readonly reached: number;
  readonly unit: string;
}
