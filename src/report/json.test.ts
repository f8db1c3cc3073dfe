// The envelope: five fields, one line, null where there is nothing.
import { expect, it } from 'vitest';
import { jsonDocument } from './json.js';

it('is one document on one line', () => {
  const text = jsonDocument({ version: '1.2.3', type: 'list', data: undefined, errors: [{ code: 'usage', message: 'no\nway' }] });
  expect(text.split('\n')).toHaveLength(2);
  expect(JSON.parse(text)).toEqual({
    schema: 1,
    version: '1.2.3',
    type: 'list',
    data: null,
    errors: [{ code: 'usage', message: 'no\nway' }],
  });
});
