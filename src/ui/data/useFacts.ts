import type { ClipFacts } from '../../store/state';
import { useThrottled } from '../common/useThrottled';
import { useApp } from '../sessionContext';

/** The least time between two drawings while clips are decoded, and that for each clip. Milliseconds. */
const LEAST_MS = 250;
const MS_A_CLIP = 0.05;

/** What is known of the clips so far, for what counts all of them: the more there are, the less often it is counted. */
export function useFacts(): ReadonlyMap<string, ClipFacts> {
  const facts = useApp((state) => state.data.facts);
  return useThrottled(facts, Math.max(LEAST_MS, MS_A_CLIP * facts.size));
}
