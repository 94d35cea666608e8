/** The series of the charts: one name and one colour each, everywhere. Colours are told apart with any colour vision. */
export const SERIES = {
  train: { title: 'Training', colour: 'var(--series-train)' },
  validation: { title: 'Validation', colour: 'var(--series-validation)' },
  mAP: { title: 'Validation mAP', colour: 'var(--series-map)' },
  chance: { title: 'Always the commonest class', colour: 'var(--series-chance)' },
} as const;
