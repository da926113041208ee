/** `bundle.meta`, as complete as Zapier sends it (types of core 19.1.0). */

export interface MetaOptions {
  readonly zap: string;
  readonly editorTest?: boolean;
  readonly populatingDedupe?: boolean;
  readonly fillingDropdown?: boolean;
}

export function bundleMeta(options: MetaOptions): Readonly<Record<string, unknown>> {
  const { zap, editorTest = false, populatingDedupe = false, fillingDropdown = false } = options;
  return {
    isBulkRead: false,
    isFillingDynamicDropdown: fillingDropdown,
    isLoadingSample: editorTest,
    isPopulatingDedupe: populatingDedupe,
    isTestingAuth: false,
    limit: -1,
    page: 0,
    timezone: 'UTC',
    inputFields: {},
    zap: { id: zap },
  };
}
