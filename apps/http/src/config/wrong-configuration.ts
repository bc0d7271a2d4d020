/** The environment says something that the system does not take; each line names one variable. */
export class WrongConfiguration extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = new.target.name;
    this.lines = lines;
  }
}
