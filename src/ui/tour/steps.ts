import type { ViewId } from '../views/route';

/** One stop of the tour. */
export interface TourStep {
  readonly view: ViewId;
  /** The `data-tour` of the element that it is about. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

/** The tour, in the order of the work. */
export const TOUR: readonly TourStep[] = [
  {
    view: 'start',
    target: 'example',
    title: 'A run that has happened',
    text: 'A small image model was taught to tell drum sounds apart, with everything that you see here. Drag through the epochs and watch its attention change.',
  },
  {
    view: 'start',
    target: 'sounds',
    title: 'Your own sounds',
    text: 'Drop a folder for each class, a table, or a zip, anywhere on the page. The sounds never leave this tab; the demo sounds are here already.',
  },
  {
    view: 'model',
    target: 'adapter',
    title: 'Adapters beside a frozen model',
    text: 'The backbone learned from images and stays as it is. Small convolutions beside its blocks learn to hear: along time, along frequency, or both.',
  },
  {
    view: 'run',
    target: 'run-bar',
    title: 'Start, pause, take single steps',
    text: 'The controls stay in reach on every step. A run on the demo sounds takes about a minute, on the graphics processor or without one.',
  },
  {
    view: 'run',
    target: 'run',
    title: 'Watch it learn',
    text: 'Loss and accuracy come as they are measured. The validation part was never trained on: what counts is there, and above guessing.',
  },
  {
    view: 'look',
    target: 'look',
    title: 'Look inside',
    text: 'Where each layer and head attends, before and after training, over the spectrogram of a clip that you can play. This is Figure 3 of the paper.',
  },
  {
    view: 'errors',
    target: 'errors',
    title: 'Hear the mistakes',
    text: 'Which classes are confused, and the very clips behind every number. Many a mistake turns out to be a wrong label.',
  },
  {
    view: 'try',
    target: 'share',
    title: 'Try it, keep it, pass it on',
    text: 'Classify new sounds here and download the adapter. A link holds all settings and the seed, never a sound: whoever opens it can make your run again.',
  },
];
