// Properties: what must never, always, sometimes or eventually be so; a name of the model's, or `{ NAME: COND }` of the file's own.
import { isMap, type Node } from 'yaml';
import { parseCondition } from './condition.js';
import type { Passage } from './passage.js';
import type { Reading } from './reading.js';
import type { Condition, Property, PropertyKind } from './syntax.js';

export const propertyKinds: readonly PropertyKind[] = ['never', 'always', 'sometimes', 'eventually'];

/** Reads one of the four lists; `before` is what the others gave, for a name stands once. */
export function parseProperties(reading: Reading, node: Node, kind: PropertyKind, before: readonly Property[]): Property[] {
  const properties: Property[] = [];
  const items = reading.list(node, kind);
  if (items?.length === 0) reading.report('empty', reading.placeOf(node), kind, 'name a property, or leave the entry out');
  for (const item of items ?? []) {
    if (isMap(item)) {
      for (const { key, value } of reading.entries(item, kind) ?? []) {
        const text = reading.passage(value, `property ${key.text}`);
        const condition = text && parseCondition(reading, text);
        checkOwnName(reading, key);
        add(key, condition);
      }
    } else {
      const name = reading.passage(item, `a property of ${kind}`);
      if (name === undefined) continue;
      checkKnown(reading, name, kind);
      add(name, undefined);
    }
  }
  return properties;

  function add(name: Passage, condition: Condition | undefined): void {
    const same = [...before, ...properties].find(property => property.name === name.text);
    if (same) reading.report('duplicate', name.at(), name.text, 'the properties', same.at.line);
    else properties.push({ kind, name: name.text, condition, at: name.at() });
  }
}

function checkKnown(reading: Reading, name: Passage, kind: PropertyKind): void {
  const known = reading.words.properties;
  const found = known.find(property => property.name === name.text);
  if (found === undefined)
    reading.report(
      'unknown-property',
      name.at(),
      name.text,
      known.filter(one => one.kinds.includes(kind)).map(one => one.name),
    );
  else if (!found.kinds.includes(kind)) reading.report('wrong-list', name.at(), name.text, kind, found.kinds);
}

function checkOwnName(reading: Reading, name: Passage): void {
  const taken = reading.words.properties.some(property => property.name === name.text);
  if (!/^[A-Za-z]\w*(-\w+)*$/.test(name.text)) reading.report('bad-name', name.at(), name.text, 'a property');
  else if (taken) reading.report('taken-name', name.at(), name.text, 'a condition of your own', 'a property of the model');
  else if (name.text === 'exists') reading.report('taken-name', name.at(), name.text, 'a property', 'an entry of the file');
}
