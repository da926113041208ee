/**
 * Zaps with a REST hook trigger: turning one on subscribes with an address of its own, what is posted
 * to the address runs the trigger's perform, and turning it off unsubscribes.
 *
 * Documented: items of a REST hook are not compared with earlier ones; each triggers the Zap. A Zap that
 * is off stays off even if unsubscribing fails.
 * Assumption: an address that belongs to no Zap any more is answered with 410.
 */

import { type Delivery, requestBundle } from './incoming.ts';
import type { OperationRunner, StepRequest } from './operation-run.ts';
import type { StepOutcome } from './outcome.ts';

/** A trigger of one Zap. */
export type ZapTrigger = StepRequest & { readonly zap: string };

/** What came of one post to a Zap's hook. */
export interface HookRun {
  readonly zap: string;
  readonly outcome: StepOutcome;
  /** Each triggers the Zap once. */
  readonly items: readonly unknown[];
}

export interface RestHooks {
  /** Subscribes. The Zap is on when this succeeds. */
  turnOn(trigger: ZapTrigger): Promise<StepOutcome>;
  /** Unsubscribes. Undefined for a Zap that is not on. */
  turnOff(zap: string): Promise<StepOutcome> | undefined;
  /** A post. `gone`: its Zap is off; `unknown`: never a hook's address. */
  deliver(url: string, delivery: Delivery): 'accepted' | 'gone' | 'unknown';
  /** The address of a Zap that is on, or being turned on. */
  addressOf(zap: string): string | undefined;
  /** What the posts have brought so far, in the order in which their runs ended. */
  readonly runs: readonly HookRun[];
  /** Once every post that was accepted until now has run. */
  settled(): Promise<void>;
}

export interface RestHooksOptions {
  readonly publicUrl: string;
  /** Unguessable: anyone who knows a hook's address can trigger its Zap. */
  readonly newSecret: () => string;
  readonly run: OperationRunner['run'];
}

interface Subscription {
  readonly trigger: ZapTrigger;
  readonly targetUrl: string;
  readonly subscribeData: unknown;
}

export function createRestHooks({ publicUrl, newSecret, run }: RestHooksOptions): RestHooks {
  const byZap = new Map<string, Subscription>();
  const byUrl = new Map<string, ZapTrigger | 'gone'>();
  const runs: HookRun[] = [];
  const underWay = new Set<Promise<void>>();

  function close(targetUrl: string): void {
    byUrl.set(targetUrl, 'gone');
  }

  async function turnOn(trigger: ZapTrigger): Promise<StepOutcome> {
    const targetUrl = `${publicUrl}/hooks/standard/${newSecret()}/`;
    // Servers may post while they are being subscribed to.
    byUrl.set(targetUrl, trigger);
    byZap.set(trigger.zap, { trigger, targetUrl, subscribeData: undefined });
    const outcome = await run(trigger, { method: 'performSubscribe', bundle: { targetUrl } });
    if (outcome.status === 'success') {
      byZap.set(trigger.zap, { trigger, targetUrl, subscribeData: outcome.results });
    } else {
      byZap.delete(trigger.zap);
      close(targetUrl);
    }
    return outcome;
  }

  function turnOff(zap: string): Promise<StepOutcome> | undefined {
    const subscription = byZap.get(zap);
    if (subscription === undefined) return undefined;
    const { trigger, targetUrl, subscribeData } = subscription;
    byZap.delete(zap);
    close(targetUrl);
    return run(trigger, { method: 'performUnsubscribe', bundle: { targetUrl, subscribeData } });
  }

  async function trigger(zap: ZapTrigger, delivery: Delivery): Promise<void> {
    const outcome = await run(zap, { bundle: requestBundle(delivery) });
    const results = outcome.status === 'success' ? outcome.results : [];
    runs.push({ zap: zap.zap, outcome, items: Array.isArray(results) ? results : [] });
  }

  return {
    turnOn,
    turnOff,
    deliver(url, delivery) {
      const zap = byUrl.get(url);
      if (zap === undefined) return 'unknown';
      if (zap === 'gone') return 'gone';
      const work = trigger(zap, delivery).finally(() => underWay.delete(work));
      underWay.add(work);
      return 'accepted';
    },
    addressOf: (zap) => byZap.get(zap)?.targetUrl,
    runs,
    async settled() {
      await Promise.all(underWay);
    },
  };
}
