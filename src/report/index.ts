// The report room: writers that turn plain data into text. They know no model, no kernel and no clock.
export { type ColourChoice, colourChoices, colourWanted, type Paint, type Style, styleOf } from './colour.js';
export { type Grid, type GridCell, type GridGroup, gridLines } from './grid.js';
export { type Envelope, type Fault, jsonDocument, SCHEMA } from './json.js';
export { type Letter, letterLines, MAIL_COLUMNS } from './mail.js';
export { bytesText, clockText, countText, secondsText } from './number.js';
export { type Pace, statusLine } from './status.js';
export { type Cell, type Column, tableLines } from './table.js';
export { type FieldWords, fullLines, type Step, type Told, toldLines, toldOf } from './told.js';
export { cut, fill, tied } from './wrap.js';
