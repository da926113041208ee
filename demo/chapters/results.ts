import { resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

export async function readRows({ reporter, platform }: Setup): Promise<void> {
  reporter.chapter('A run returns rows');
  reporter.say('The workflow leaves a table in a text parameter, as CSV. Zapier gets line items:');
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: {
        project: 'Sales/Customer List',
        parameters: { Region: 'North' },
        rows_parameter: 'Rows as CSV',
      },
    }),
  );
  const rows = Object.values(Object(result.rows)).map((row) => Object(row));
  for (const { Customer, Revenue } of rows) reporter.fact(Customer, Revenue);
  reporter.check(
    rows.length === 3 && rows[1]?.Customer === 'Smith, Jones "and" Co.',
    'The rows of this run, ready for a spreadsheet.',
  );
}
