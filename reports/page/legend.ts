/** Legends one can press: a strategy that is chosen stands out in every chart of the page. */
import type { View } from 'vega';

export function chooseInLegends(labels: readonly string[], charts: readonly View[]): void {
  const buttons = [...document.querySelectorAll('.legend.strategies')].flatMap((legend) =>
    [...legend.children].map((item, index) => buttonIn(item, labels[index] ?? '')),
  );
  let chosen: string | null = null;
  const choose = async (label: string) => {
    chosen = chosen === label ? null : label;
    for (const { element, label: own } of buttons) {
      element.setAttribute('aria-pressed', String(own === chosen));
      element.classList.toggle('back', chosen !== null && own !== chosen);
    }
    for (const view of charts) await view.signal('chosen', chosen).runAsync();
  };
  for (const { element, label } of buttons) {
    element.addEventListener('click', () => void choose(label));
  }
}

function buttonIn(item: Element, label: string) {
  const element = document.createElement('button');
  element.type = 'button';
  element.setAttribute('aria-pressed', 'false');
  element.append(...item.childNodes);
  item.append(element);
  return { element, label };
}
