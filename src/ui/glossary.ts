/** One term of the page: what it is, in two sentences, and where the paper or its sources speak of it. */
export interface GlossaryEntry {
  readonly term: string;
  readonly text: string;
  readonly where: string;
}

/** Every term that a "?" explains. Source: the LoAA paper; AST (Gong et al. 2021); SpecAugment (Park et al. 2019). */
export const GLOSSARY = {
  split: {
    term: 'Split',
    text: 'The model learns from the training part and is judged on the validation part, which it never trains on. The split is drawn by a seed, class by class, so the same seed gives the same parts.',
    where: 'Paper, section 3.1',
  },
  fold: {
    term: 'Fold',
    text: 'ESC-50 comes in five parts of equal size. One is held out for validation and the others are trained on; the published number is the mean over all five.',
    where: 'Paper, section 3.1 (ESC-50, 5-fold cross-validation)',
  },
  backbone: {
    term: 'Backbone',
    text: 'A vision transformer that was trained before, on images as in the paper or on audio to compare with, and is kept frozen. It reads the spectrogram as if it were a picture, cut into patches.',
    where: 'Paper, section 2.2',
  },
  extraTokens: {
    term: 'Extra tokens',
    text: 'Tokens before those of the patches. The class token gathers what the model says about the whole input; a distilled model has a second one, which learned from a teacher model. Models trained by filling in hidden patches are read at their patches instead.',
    where: 'ViT, section 3.1; DeiT, section 4; SSAST, section 2',
  },
  positions: {
    term: 'Positions',
    text: 'What is added to each token so that the model knows where on the spectrogram it lies. Learned positions are cropped or interpolated to clips of another length; fixed sines are computed for any length.',
    where: 'AST, section 2.2; MAE, appendix A.1',
  },
  method: {
    term: 'Method',
    text: 'Which weights training may change. Adapters change a few per cent, a linear probe the last layer alone, full fine-tuning everything.',
    where: 'Paper, section 3.3 and Table 2',
  },
  placement: {
    term: 'Beside attention, beside FFN',
    text: 'Every transformer block has two halves: attention, where tokens look at one another, and a feed-forward network (FFN), where each token is worked on alone. An adapter sits beside a half, reads the same input, and its output is added to it.',
    where: 'Paper, section 2.3, equation 2',
  },
  kernel: {
    term: 'Kernel',
    text: 'The tokens that an adapter looks at around each token of the frequency × time grid. Linear looks at the token alone; Time also at its neighbours before and after; Frequency at those above and below; Square at both.',
    where: 'Paper, section 2.3 and Table 1',
  },
  bottleneck: {
    term: 'Bottleneck',
    text: 'The number of channels r between the adapter’s two convolutions. A larger r can learn more and costs 2 × kernel × width × r weights in every layer.',
    where: 'Paper, section 2.2; Table 1',
  },
  trainable: {
    term: 'Trainable parameters',
    text: 'All numbers that training may change: the adapters and the classification head. The share is counted against the frozen backbone.',
    where: 'Paper, Tables 1 and 2',
  },
  recipe: {
    term: 'Recipe',
    text: 'Optimiser, rate, schedule and augmentation that belong together. The named ones are those of AST, which the paper follows.',
    where: 'Paper, section 3.2',
  },
  frames: {
    term: 'Frames',
    text: 'The length that every clip is cut or padded to before the model sees it. One frame is 10 ms of sound with AST’s filterbank.',
    where: 'AST, section 2.1; paper, section 3.2',
  },
  stride: {
    term: 'Patch overlap',
    text: 'Most backbones see patches of 16 × 16 (mel bins × frames). With stride 16 they tile the spectrogram; with stride 10 they overlap, as AST does for full fine-tuning, and there are about 2.5 times as many tokens.',
    where: 'Paper, section 3.2',
  },
  optimiser: {
    term: 'Optimiser',
    text: 'How a gradient becomes a step. Adam adds weight decay to the gradient; AdamW shrinks the weights directly.',
    where: 'Paper, section 3.2',
  },
  learningRate: {
    term: 'Learning rate',
    text: 'The size of the steps at the start. Too large and the loss jumps about, too small and it barely falls.',
    where: 'Paper, section 3.2 (5e-4 of 5e-5, 1e-4, 5e-4 for ESC-50)',
  },
  schedule: {
    term: 'Schedule',
    text: 'How the learning rate changes during the run. Smaller steps towards the end let the model settle.',
    where: 'AST’s recipes; paper, section 3.2',
  },
  loss: {
    term: 'Loss',
    text: 'What training makes smaller. Cross entropy asks for one class among all; binary cross entropy asks of each class separately, as AST does for Speech Commands.',
    where: 'AST’s recipes; paper, section 3.2',
  },
  epochs: {
    term: 'Epochs',
    text: 'How often training goes through the whole training part. After each one the validation part is measured, and the best epoch is kept.',
    where: 'Paper, section 3.2',
  },
  batch: {
    term: 'Batch',
    text: 'Clips per optimiser step. Larger batches give steadier gradients and need more memory.',
    where: 'AST’s recipes',
  },
  specAugment: {
    term: 'SpecAugment',
    text: 'Blanks out a random band of frequencies and a random stretch of time in every training clip. The numbers are the widest mask allowed, in mel bins and in frames.',
    where: 'Park et al. 2019; AST’s recipes',
  },
  mixup: {
    term: 'Mixup',
    text: 'The share of training clips that are blended with another clip, waveform on waveform, labels included. It makes the task harder and the model less sure of itself.',
    where: 'Paper, section 3.2 (Speech Commands)',
  },
  noise: {
    term: 'Noise and roll',
    text: 'Adds a little random noise to the features and shifts them a few frames in time. AST does so for Speech Commands.',
    where: 'AST’s recipes',
  },
  seed: {
    term: 'Seed',
    text: 'Decides every random draw: the first weights, the order of clips, the augmentation. The same seed on the same backend gives the same losses.',
    where: 'Of this page',
  },
  top1: {
    term: 'Top-1 accuracy',
    text: 'The share of clips whose highest score is the right class. Compare it with always guessing the commonest class.',
    where: 'Paper, section 3.1',
  },
  mAP: {
    term: 'mAP',
    text: 'Mean average precision: for each class, how well its score ranks the clips of that class above the others, averaged over the classes. 100 % means a perfect ranking.',
    where: 'Paper, section 3.1',
  },
  confusion: {
    term: 'Confusion matrix',
    text: 'Rows are what clips are, columns what the model said. A good model has its numbers on the diagonal; press any cell to see its clips.',
    where: 'Of this page',
  },
  attention: {
    term: 'Attention map',
    text: 'How strongly the tokens of one moment are tied to every patch of the spectrogram, in one layer. The paper compares such maps of image weights with those after training.',
    where: 'Paper, section 4 and Figure 3',
  },
  head: {
    term: 'Layer and head',
    text: 'Attention happens in every layer, several times side by side: each of those is a head. The average over heads is what the paper shows, of the last layer.',
    where: 'Paper, Figure 3',
  },
  reading: {
    term: 'Reading',
    text: '“Who looks here” takes the chosen column as keys: patches that attend to it light up. “Where it looks” takes it as queries: patches that it attends to light up.',
    where: 'Paper, Figure 3 (the paper does not say which)',
  },
  column: {
    term: 'Time step',
    text: 'The token column whose attention is drawn: one patch wide in time, all frequencies. The paper’s is frames 320 to 336.',
    where: 'Paper, Figure 3',
  },
  entropy: {
    term: 'Entropy',
    text: 'How widely the attention is spread over the patches, in bits. Low means that it is fixed on few patches, and the maximum, log₂ of the number of patches, means that it is spread evenly.',
    where: 'Of this page',
  },
  sweep: {
    term: 'Sweep',
    text: 'Many runs, one after the other, that differ in chosen settings alone. One run says little: what counts is whether a difference stays over several seeds or folds.',
    where: 'Of this page',
  },
  crossValidation: {
    term: 'Cross validation',
    text: 'Every fold is held out once and the others are trained on, so each clip is judged by a model that never saw it. The number reported is the mean over the folds.',
    where: 'Paper, section 3.1 (ESC-50)',
  },
  deviation: {
    term: 'Mean ± deviation (n)',
    text: 'The mean over n runs and their sample standard deviation, with n − 1 in the denominator. A difference well below the deviation may be chance.',
    where: 'Of this page; the paper prints single numbers',
  },
  byValidation: {
    term: 'Choice by validation',
    text: 'Every rate is tried, and the one with the best top-1 on validation is chosen for each combination of the other settings; only that run is reported. Honest where a test part exists; where the held-out fold is the validation part, rate and epoch are chosen on the clips that are reported.',
    where: 'Paper, section 3.2 (5e-4 of 5e-5, 1e-4, 5e-4)',
  },
  adapterFile: {
    term: 'Adapter file',
    text: 'A zip of two files: the trained weights (safetensors, in PyTorch’s layout) and everything needed to predict again with them. It does not hold the backbone or any sound.',
    where: 'Of this page',
  },
} as const satisfies Record<string, GlossaryEntry>;

export type TermName = keyof typeof GLOSSARY;
