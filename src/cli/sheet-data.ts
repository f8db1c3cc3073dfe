// Sheet data: the same answers for a machine. Times stand in one field of the document, so that the rest is the same every time.
import type { PropertyVerdict } from '../judge/index.js';
import { fieldWords } from './fields.js';
import { type Finding, toldWay } from './finding.js';
import type { Found } from './search.js';
import { type Answer, type Sheet, workOf } from './sheet.js';
import { contradicts, isVacuous, observation } from './verdict.js';
import { MEMORY_MODEL } from './verdict-lines.js';

export function scenarioData({ chosen }: Sheet): Record<string, unknown> {
  const { typed, file } = chosen;
  return {
    name: file.name,
    typed,
    asks: file.asks.value,
    threads: file.threads.length,
    pages: file.memory.length,
    devices: file.devices.length,
    memoryModel: MEMORY_MODEL,
  };
}

export function answerData(sheet: Sheet, answer: Answer, findings: readonly Finding[], full: boolean): Record<string, unknown> {
  const { column, ran, missing } = answer;
  const on = { kernel: column.name, base: column.kernel, proposals: column.proposals };
  if (ran?.judgement === undefined) return { ...on, missing: missing ?? 'failed' };
  const { states, transitions, depth, rests, sameAs, properties } = ran.judgement;
  return {
    ...on,
    states,
    transitions,
    depth,
    rests,
    stopped: ran.stopped ?? null,
    sameAs: sameAs ?? null,
    properties: properties.map(verdict => propertyData(sheet, verdict)),
    traces: findings.filter(finding => finding.answer === answer).map(finding => traceData(finding, full)),
  };
}

function propertyData({ chosen }: Sheet, verdict: PropertyVerdict): Record<string, unknown> {
  const { name, kind, listed, result, expected, met, seen, depth } = verdict;
  return {
    name,
    kind,
    listed,
    result,
    expected: expected ?? null,
    unexpected: contradicts(verdict),
    met,
    seen,
    neverExercised: isVacuous(verdict),
    depth: depth ?? null,
    ...(name === 'exists' && { observation: observation(chosen.file.name, verdict) }),
  };
}

function traceData({ trace, verdict, kernels, command }: Finding, full: boolean): Record<string, unknown> {
  const words = fieldWords(trace.names);
  const { lines, cycle } = toldWay({ trace, verdict }, words);
  return {
    property: trace.property,
    kernels,
    transitions: trace.steps.length,
    lines: lines.map(line => ({ ...line, says: words.say(line.changes) })),
    cycle: trace.cycle === undefined ? null : { line: cycle + 1, transition: trace.cycle + 1 },
    standing: trace.standing,
    ...(full && { steps: trace.steps }),
    command: command.join(' '),
  };
}

export function timingData(sheets: readonly Sheet[], { seconds }: Found): Record<string, unknown> {
  const { states } = workOf(sheets);
  const rans = sheets.flatMap(({ chosen, answers }) => answers.flatMap(({ ran }) => (ran === undefined ? [] : [{ chosen, ran }])));
  const searching = rans.reduce((sum, { ran }) => sum + ran.seconds, 0);
  return {
    seconds,
    statesPerSecond: searching > 0 ? Math.round(states / searching) : null,
    searches: rans.map(({ chosen, ran }) => ({ scenario: chosen.file.name, kernel: ran.kernel, seconds: ran.seconds })),
  };
}
