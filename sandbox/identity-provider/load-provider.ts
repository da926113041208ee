/**
 * Loads oidc-provider, without the one line that it prints on Node 20 ("Unsupported runtime"): its
 * authors support the newest lines of Node only, but all that the sandbox uses of it is tested here
 * on Node 20 too. Anything else that it has to say is heard.
 */
const KNOWN_NOTICE = 'Unsupported runtime';

type ProviderModule = typeof import('oidc-provider');
let loading: Promise<ProviderModule> | undefined;

async function load(): Promise<ProviderModule> {
  const warn = console.warn;
  console.warn = (...notice: unknown[]) => {
    if (!String(notice[0]).includes(KNOWN_NOTICE)) warn(...notice);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

/** One load for all, since two at once would each put back the other's `console.warn`. */
export function loadProvider(): Promise<ProviderModule> {
  loading ??= load();
  return loading;
}
