import type { LookState } from '../../../attention/lookState';
import { seconds } from '../../format';
import { SHOWN_TITLES, whereText } from '../panelMaps';
import { bandSeconds, tokenText } from '../places';
import type { StageView } from '../useStage';

/** What the figure shows, in the words of a caption; whoever reads it can make it again. */
export function captionOf(
  look: Pick<LookState, 'clip' | 'shown' | 'layer' | 'head' | 'token' | 'reading'>,
  { facts, panels, band, difference }: StageView,
  method: string,
): string {
  const [from, to] = bandSeconds(facts, band);
  const isAttention = look.shown === 'attention' || look.shown === 'rollout';
  const tokens =
    look.token === null ? `the tokens of ${seconds(from)} to ${seconds(to)}` : tokenWords(look.token, facts);
  const way = look.reading === 'column-as-keys' ? 'given to' : 'given by';
  const what = isAttention
    ? `${SHOWN_TITLES[look.shown]} ${way} ${tokens}`
    : `L2 norm of what the ${SHOWN_TITLES[look.shown].toLowerCase()} adds`;
  const backbones = [...new Set(panels.flatMap(({ facts: own }) => own?.backbone ?? []))];
  return [
    `${what}, ${whereText(look, facts.layers)}; clip ${look.clip ?? ''}.`,
    `Panels: ${panels
      .filter(({ map }) => map)
      .map(({ name }) => name)
      .join('; ')}${difference ? `; difference ${difference.name}` : ''}.`,
    `Backbone ${backbones.join(', ')}; ${method}; ${facts.grid[0]} × ${facts.grid[1]} patches.`,
  ].join(' ');
}

function tokenWords(token: number, facts: StageView['facts']): string {
  const words = tokenText(token, facts);
  return token < facts.prefix ? `the ${words.toLowerCase()}` : `the patch at ${words}`;
}
