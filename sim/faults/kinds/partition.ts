import { defineFault } from '../fault.js';
import { edge, linksOf, mendAll } from '../targets.js';

export const partition = defineFault({
  kind: 'partition',
  summary: 'Nothing gets through, one way or both; TCP tries again at growing intervals.',
  source: 'Alquraan et al., OSDI 2018; Chaos Mesh NetworkChaos partition',
  target: 'edge',
  options: { target: edge },
  create:
    ({ target }, site) =>
    () =>
      mendAll(linksOf(site, target).map((link) => link.cut())),
});
