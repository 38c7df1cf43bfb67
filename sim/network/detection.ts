/** Detections: which endpoints of a callee are worse than they should be, as their sender sees it. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Instant } from '../kernel/time.js';
import type { Endpoint } from '../primitives/endpoint.js';

/** What a sender knows of an endpoint. */
export interface Standing {
  /** Answers since the last sweep, and how many of them were failures. */
  total: number;
  failed: number;
  /** Failures in a row. */
  row: number;
  readonly ejected: boolean;
}

/** Who may be called, where that is not a matter of ejections that end with a sweep. */
export interface Terms {
  /** Whether somebody may not be called, or only now and then. */
  readonly wavers: boolean;
  admits(endpoint: Endpoint, now: Instant): boolean;
  /** An endpoint has been chosen for a call. */
  picked(endpoint: Endpoint, now: Instant): void;
  answered(endpoint: Endpoint, ok: boolean, now: Instant): void;
}

export interface Detection {
  /** For a detection that lets endpoints back in on terms of its own. */
  readonly terms?: (endpoints: readonly Endpoint[]) => Terms;
  /** A failure has just been counted: whether the endpoint is to be ejected at once. */
  readonly failed?: (record: Standing) => boolean;
  /** At a sweep: whether an endpoint that was not ejected is to be, given all endpoints. */
  readonly swept?: (all: readonly Standing[]) => (record: Standing) => boolean;
}

/** A detection's entry in the catalogue. */
export type DetectionMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Detection
>;

export function defineDetection<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<DetectionMember<Kind, E>, 'shorthand'> & { readonly shorthand: S }) {
  return member;
}
