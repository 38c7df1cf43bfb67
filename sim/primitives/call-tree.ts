/** The tree of calls: which were opened by which. */
import type { Simulation } from '../kernel/simulation.js';
import type { Instant } from '../kernel/time.js';
import { type Call, Phase } from './call.js';

/** Hangs a call on its caller, as the newest of those that it has open. */
export const adopt = (parent: Call, call: Call): void => {
  const { inner } = parent;
  call.parent = parent;
  if (inner !== null) {
    call.older = inner;
    inner.newer = call;
  }
  parent.inner = call;
};

/** Takes a call off its caller; most have no siblings. */
export const orphan = (call: Call): void => {
  const { parent, older, newer } = call;
  call.parent = null;
  if (older === null && newer === null) {
    if (parent !== null) parent.inner = null;
    return;
  }
  if (older !== null) older.newer = newer;
  if (newer !== null) newer.older = older;
  else if (parent !== null) parent.inner = older;
  call.older = null;
  call.newer = null;
};

/** Nobody waits for the answer of a call, since an instant. */
export function markUnwanted(call: Call, since: Instant): void {
  call.unwanted = true;
  call.unwantedSince = since;
}

/** From now on nobody waits for the answer of a call, nor of those further in. */
export function disown(call: Call, simulation: Simulation): void {
  if (!call.unwanted) {
    markUnwanted(call, simulation.now);
    tell(call);
  }
  for (let each = call.inner; each !== null; each = each.older) disown(each, simulation);
}

/** Somebody waits for the answer of a call again, and so for those further in. */
export function reclaim(call: Call): void {
  if (call.unwanted) {
    call.unwanted = false;
    tell(call);
  }
  for (let each = call.inner; each !== null; each = each.older) reclaim(each);
}

function tell(call: Call): void {
  if (call.phase === Phase.open) call.handler.hooks.disowned(call);
}
