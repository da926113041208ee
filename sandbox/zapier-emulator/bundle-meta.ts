/** `bundle.meta`, as complete as Zapier sends it (types of core 19.1.0). */
import type { InputField } from './inputs/input-field.ts';

export interface MetaOptions {
  readonly zap: string;
  /** The account's time zone. */
  readonly timezone: string;
  /** The step's fields: what they carry in `meta` comes along. */
  readonly fields?: readonly InputField[];
  readonly editorTest?: boolean;
  readonly populatingDedupe?: boolean;
  readonly fillingDropdown?: boolean;
}

export function bundleMeta(options: MetaOptions): Readonly<Record<string, unknown>> {
  const { zap, timezone, fields = [], editorTest = false } = options;
  const withMeta = fields.filter((field) => field.meta !== undefined);
  return {
    isBulkRead: false,
    isFillingDynamicDropdown: options.fillingDropdown ?? false,
    isLoadingSample: editorTest,
    isPopulatingDedupe: options.populatingDedupe ?? false,
    isTestingAuth: false,
    limit: -1,
    page: 0,
    timezone,
    inputFields: Object.fromEntries(withMeta.map(({ key, meta }) => [key, meta])),
    zap: { id: zap },
  };
}
