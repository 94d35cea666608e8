/** The privacy statement. docs/reliability.md has each sentence with the tests that prove it, and README.md has them all. */
export const PRIVACY: readonly string[] = [
  'The page is files that a host serves as they are. There is no account, no cookie and no count of visitors.',
  'Sounds, features, labels, weights and results stay in this browser; nothing that you do is sent anywhere.',
  'The page asks for nothing but its own files, unless you choose a model of the hub: then for that model, without cookies, and with no word of your data.',
  'It tells the browser to refuse any other connection, to itself and to the workers that hear, train and draw.',
  'The microphone is asked for only when you press its button, and what it hears is treated like your files.',
  'A shared link holds settings, never data.',
  'Kept in this browser until you delete it: features of small sounds, models of the hub, runs, where they stood and which folder they heard, what you recorded, your corrections, sweeps and settings.',
];
