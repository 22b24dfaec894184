import type { AstNode } from 'langium';
import { ast } from '#language';

const DIRECTIONS = ['egress', 'ingress'] as const;
type Direction = (typeof DIRECTIONS)[number];
type Unit = 'bits' | 'packets';

/** A limit may be written for each direction, of bits and of packets. */
interface Limit {
  readonly direction: Direction;
  readonly unit: Unit;
}

/** What of a port's traffic is not limited yet. */
export function openLimits({ settings }: ast.Qos, but?: AstNode): readonly Limit[] {
  const written = settings
    .filter((item) => item !== but)
    .filter(ast.isRateLimit)
    .map((item) => ({ direction: item.direction, unit: unitOf(item) }));
  const isOpen = (limit: Limit) => !written.some(({ direction, unit }) => direction === limit.direction && unit === limit.unit);
  return (['bits', 'packets'] as const).flatMap((unit) => DIRECTIONS.map((direction) => ({ direction, unit }))).filter(isOpen);
}

/** Whether a direction can be chosen for a limit that is written, or has only begun to be. */
export function canLimit(qos: ast.Qos, limit: ast.RateLimit, direction: string): boolean {
  const unit = (limit as Partial<ast.RateLimit>).rate === undefined ? undefined : unitOf(limit); // recovery may leave it out
  return openLimits(qos, limit).some((open) => open.direction === direction && (unit === undefined || open.unit === unit));
}

/** The directions that nothing is guaranteed for yet. */
export function openGuarantees({ settings }: ast.Qos, but?: AstNode): readonly Direction[] {
  const written = settings
    .filter((item) => item !== but)
    .filter(ast.isGuarantee)
    .map(({ direction }) => direction);
  return DIRECTIONS.filter((direction) => !written.includes(direction));
}

/** `limit …` for what is not limited yet: no less than what is guaranteed. */
export function limitSnippet(qos: ast.Qos | undefined): string {
  const [first] = qos ? openLimits(qos) : [];
  const unit = first?.unit ?? 'bits';
  const directions = qos ? openLimits(qos).flatMap((open) => (open.unit === unit ? [open.direction] : [])) : DIRECTIONS;
  const guaranteed = qos?.settings.filter(ast.isGuarantee).map((item) => (item as Partial<ast.Guarantee>).rate)[0]; // recovery may leave it out
  return `limit \${1|${directions.join(',')}|} \${2:${unit === 'packets' ? '1kpps' : (guaranteed ?? '10mbit')}}`;
}

/** `guarantee …` for a direction that has none: no more than its limit. */
export function guaranteeSnippet(qos: ast.Qos): string {
  const limited = qos.settings.filter(ast.isRateLimit).find((item) => unitOf(item) === 'bits');
  return `guarantee \${1|${openGuarantees(qos).join(',')}|} \${2:${(limited as Partial<ast.RateLimit> | undefined)?.rate ?? '10mbit'}}`;
}

function unitOf({ rate }: Partial<ast.RateLimit>): Unit {
  return rate?.endsWith('pps') ? 'packets' : 'bits';
}
