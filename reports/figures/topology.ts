/** The topology: who calls whom, over which brokers, and what the faults strike. */
import { name, type Phrase, says } from '../document/phrase.js';
import type { Table } from '../document/table.js';
import { baselineOf, subjectOf } from '../strategies.js';
import { defineFigure } from './figure.js';
import { drawGraph } from './graph/drawing.js';
import { type Edge, type Graph, graphOf } from './graph/graph.js';

export const topology = defineFigure({
  kind: 'topology',
  section: 'scenario',
  of: (result) => {
    const graph = graphOf(result);
    const baseline = baselineOf(result);
    if (graph.edges.length === 0 || baseline === undefined) return [];
    const title = says`Who calls whom`;
    const several = result.strategies.length > 1;
    return [
      {
        name: 'topology',
        title,
        caption: captionOf(graph),
        words: [
          ...(several ? [says`with ${subjectOf(baseline)}`] : []),
          ...graph.edges.map(worded),
        ],
        table: tableOf({ name: 'topology', title }, graph),
        drawing: { kind: 'diagram', svg: (look, way) => drawGraph(graph, look, way) },
        size: 'whole',
      },
    ];
  },
});

function captionOf({ nodes, edges }: Graph): string {
  const sentences = [
    'Calls, with what clients send and how busy services are on average.',
    edges.some(({ asynchronous }) => asynchronous)
      ? 'Dashed: messages, which nobody waits for.'
      : '',
    nodes.some(({ struck }) => struck) ? 'Outlined orange: struck by a fault.' : '',
  ];
  return sentences.filter((each) => each !== '').join(' ');
}

function worded({ from, to, asynchronous }: Edge): Phrase {
  return says`${name(from)} ${asynchronous ? 'sends messages to' : 'calls'} ${name(to)}`;
}

function tableOf(table: Pick<Table, 'name' | 'title'>, { nodes, edges }: Graph): Table {
  const noteOf = (wanted: string) => nodes.find((node) => node.name === wanted)?.note ?? '';
  return {
    ...table,
    columns: ['from', 'to', 'by', 'there'].map((label) => ({ label: [label], align: 'left' })),
    rows: edges.map(({ from, to, asynchronous }) => [
      { text: [name(from)] },
      { text: [name(to)] },
      { text: [asynchronous ? 'message' : 'call'] },
      { text: [noteOf(to)] },
    ]),
  };
}
