import { expect, test } from 'vitest';
import { faultline, SHOP } from './faultline.js';

test('show prints all that is meant, and where it comes from', () => {
  const { code, stdout, stderr } = faultline(['show', '-', '--strategy', 'two'], { input: SHOP });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "# standard input, with strategy two: all that is meant, in full words.

    name: Shop
    run:
      duration: 10s
      replications: 3
      drain: 1m                               # default: After the last request has been sent, time for those under way to come to an end
      seed: 1                                 # default: Another seed, other random numbers
      open-calls: 1000000                     # default: More calls under way at once than this end the run with a diagnosis instead of filling the memory
    clients:
      users:
        calls: { shop.buy: 1 }
        load: { poisson: { rate: 100/s } }
        priority: 0                           # default: Smaller is served first where a queue goes by priority
        instances: 1                          # default: Copies of the client, each with policies of its own; requests go round them
        batch: 1                              # default: Requests sent at once at each arrival
        requests: unlimited                   # default: It stops after so many
    services:
      shop:
        threads: 2                            # from strategy two
        operations:
          buy:
            - work: { constant: { value: 1ms } }
        instances: 1                          # default: Running copies
        scheduler: { run-to-completion: {} }  # default: Who gets a core
        queue:
          capacity: unlimited                 # default: Calls that may wait for a thread
          discipline: { fifo: {} }            # default: Who is next
        policies: []                          # default: Policies at the entrance of each instance, outermost first
    objectives: [ users.p99 < 5ms ]
    brokers: {}                               # default: Brokers by name
    network: {}                               # default: What the network between two entities is like, by edge: \`a -> b\`, \`* -> b\`, \`a -> *\`, or \`default\`; the most specific one holds
    balancing: {}                             # default: How a caller chooses among the instances of a callee, by edge: \`a -> b\`, \`* -> b\`, \`a -> *\`, or \`default\`; the most specific one holds
    outliers: {}                              # default: Whether a caller stops using instances that are worse than the others, by edge: \`a -> b\`, \`* -> b\`, \`a -> *\`, or \`default\`; the most specific one holds
    health: {}                                # default: Whether somebody asks the instances of a callee how they are, so that callers avoid the sick, by edge: \`a -> b\`, \`* -> b\`, \`a -> *\`, or \`default\`; the most specific one holds
    policies: {}                              # default: What stands between caller and callee, by edge: \`a -> b.operation\`, \`a -> b\`, \`* -> b.operation\`, \`* -> b\`, \`a -> *\`, or \`default\`; the most specific one holds
    faults: []                                # default: What goes wrong, and when
    theory: []                                # default: Values known from theory, for \`faultline validate\`

    # strategy two changes
    #   services.shop.threads: 2

    # what holds on each way
    #   users -> shop.buy  nothing: an ideal network
    "
  `);
});

test('show says what the order of policies means', () => {
  const input = `${SHOP}
policies:
  default: [ retry: 3, hedge: { after: 20ms }, cache: { ttl: 1s }, timeout: 1s ]
`;
  const { stdout } = faultline(['show', '-'], { input });
  expect(stdout.slice(stdout.indexOf('# what the order'))).toBe(`# what the order of policies means
#   default: retry outside hedge    they multiply: each outer attempt may make all the inner ones
#   default: retry outside cache    every attempt looks in memory first; outside, a hit would need no attempt
#   default: retry outside timeout  each attempt has this time
#   default: hedge outside cache    every attempt looks in memory first; outside, a hit would need no attempt
#   default: hedge outside timeout  each attempt has this time
`);
});

test('what show prints can be shown and run again', () => {
  const first = faultline(['show', '-'], { input: SHOP });
  const again = faultline(['show', '-'], { input: first.stdout });
  const json = (input: string) => faultline(['show', '-', '--json'], { input }).stdout;
  expect(again.code).toBe(0);
  expect(json(first.stdout)).toBe(json(SHOP));
  const fingerprint = (input: string) =>
    (JSON.parse(faultline(['run', '-', '--json'], { input }).stdout) as { fingerprint: string })
      .fingerprint;
  expect(fingerprint(first.stdout)).toBe(fingerprint(SHOP));
});

test('show without a strategy tells what each strategy changes', () => {
  const { stdout } = faultline(['show', '-'], { input: SHOP });
  expect(stdout).toContain('# strategy two changes\n#   services.shop.threads: 2\n');
});
