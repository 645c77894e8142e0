// Asks a server with Comunica what stands on stdin, and writes the answers to stdout; all as JSON.
// Input: {"sources": [...], "select": "...", "ask": "...", "construct": "..."}
import { QueryEngine } from '@comunica/query-sparql';

const text = await new Response(process.stdin).text();
const { sources, select, ask, construct } = JSON.parse(text);
const engine = new QueryEngine();
const answers = [];
for (const source of sources) {
  const context = { sources: [source] };
  const rows = await (await engine.queryBindings(select, context)).toArray();
  const quads = await (await engine.queryQuads(construct, context)).toArray();
  answers.push({
    rows: rows.map(row => Object.fromEntries([...row].map(([key, term]) => [key.value, term.value]))),
    yes: await engine.queryBoolean(ask, context),
    triples: quads.map(quad => [quad.subject.value, quad.predicate.value, quad.object.value]),
  });
}
console.log(JSON.stringify(answers));
