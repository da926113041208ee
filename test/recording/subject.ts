/** What the scenarios speak of on the server that they are recorded from. */
export interface Subject {
  /** A project that runs for a second or two. */
  readonly project: string;
  /** One of its TEXT parameters, and two values that it may have. */
  readonly parameter: string;
  readonly values: readonly [string, string];
  /** A project with a FILE parameter. */
  readonly fileProject: string;
  readonly fileParameter: string;
  /** Of the project that is created. */
  readonly template: string;
  readonly folder: string;
  readonly name: string;
}

export const SAMPLE_SUBJECT: Subject = {
  project: 'Sales/Monthly Report',
  parameter: 'Region',
  values: ['South', 'East'],
  fileProject: 'Sales/Check File',
  fileParameter: 'Input',
  template: 'Import data file',
  folder: 'Sales',
  name: 'Recorded project',
};
