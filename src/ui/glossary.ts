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
  loaa: {
    term: 'Look-Aside Adapter (LoAA)',
    text: 'The paper’s own: two small convolutions beside a frozen block, down to few channels and up again. Because they are convolutions over the frequency × time grid, a token also hears its neighbours.',
    where: 'Paper, section 2.3',
  },
  parallelAdapter: {
    term: 'Parallel adapter',
    text: 'Two linear layers with a bend (GELU) between them, beside a frozen block and added to its output. It works on each token alone: the paper’s baseline, and the same as LoAA with a 1 × 1 kernel.',
    where: 'Paper, section 2.2, equation 1; Houlsby et al. 2019; He et al. 2022',
  },
  sequentialAdapter: {
    term: 'Sequential adapter',
    text: 'The same two linear layers, but after the block: they read its output and correct it before it joins the stream. This is how adapters were first made.',
    where: 'Houlsby et al. 2019',
  },
  convpass: {
    term: 'Convpass',
    text: 'A bypass beside a block: a linear layer down, a 3 × 3 convolution among the few channels left, a linear layer up. It treats time and frequency alike, as the two axes of a picture.',
    where: 'Jie and Deng 2022; paper, section 1',
  },
  lora: {
    term: 'LoRA',
    text: 'A frozen matrix gets a trained change that is the product of a tall and a wide one: of low rank, so few numbers. Added into the frozen matrix after training, it costs nothing in use.',
    where: 'Hu et al. 2022; paper, section 2.1',
  },
  prompts: {
    term: 'Prompt tuning',
    text: 'A few learnt tokens join those of the sound; the frozen model attends to them like to any other. Shallow prompts enter once, before the first layer; deep ones are new in every layer.',
    where: 'Jia et al. 2022; Lester et al. 2021; paper, section 2.1',
  },
  prefix: {
    term: 'Prefix tuning',
    text: 'Every attention gets a few learnt keys and values in front of its own. Tokens may look at them, but unlike prompts they are no tokens and are not worked on further.',
    where: 'Li and Liang 2021; paper, section 2.1',
  },
  linearProbe: {
    term: 'Linear probe',
    text: 'Only the head is trained, on what the frozen backbone says of a clip. It shows what the backbone knows already, and every method should do better.',
    where: 'Paper, section 3.3 and Table 2',
  },
  bitfit: {
    term: 'BitFit',
    text: 'Of the backbone only the biases are trained: the numbers that are added, none of those that multiply. About a thousandth of all weights.',
    where: 'Ben Zaken et al. 2022',
  },
  fullFineTuning: {
    term: 'Full fine-tuning',
    text: 'Every weight is trained, from where the pictures left it. The most memory and time, and with few clips the most prone to learning them by heart.',
    where: 'Paper, section 3.3 and Table 2',
  },
  layers: {
    term: 'Layers',
    text: 'The transformer’s blocks, one after another; early ones see simple patterns, late ones the meaning. A method may be placed in some of them only, which saves parameters in proportion.',
    where: 'The paper places its adapters in all',
  },
  kernelSize: {
    term: 'Kernel size N',
    text: 'How many tokens a kernel spans along its axis: 1 × N in time, N × 1 in frequency, N × N in both. N is odd, so that the token is in the middle. Longer kernels hear further and cost N times the weights; the paper uses 3.',
    where: 'Paper, section 2.3 (1 × N and N × 1)',
  },
  adapterBias: {
    term: 'Biases',
    text: 'Whether the adapter’s two layers also add a learnt number to each channel. The paper’s counts are of adapters without; Houlsby’s have them.',
    where: 'Houlsby et al. 2019; counts of paper, Table 1',
  },
  convpassScale: {
    term: 'Scale',
    text: 'The factor by which the bypass is multiplied before it is added. Its authors choose it anew for each data set.',
    where: 'Jie and Deng 2022',
  },
  loraRank: {
    term: 'Rank',
    text: 'The inner width of LoRA’s two matrices. A higher rank can express more changes and costs more weights.',
    where: 'Hu et al. 2022, section 4',
  },
  loraAlpha: {
    term: 'Alpha',
    text: 'LoRA’s change is multiplied by alpha / rank. That way one learning rate serves several ranks.',
    where: 'Hu et al. 2022, section 4.1',
  },
  loraTargets: {
    term: 'Projections',
    text: 'The matrices that get a change. Query, key and value (q, k, v) decide who looks at what and what is taken along, proj mixes the heads, fc1 and fc2 are the two layers of the FFN.',
    where: 'Hu et al. 2022, section 4.2 (q and v)',
  },
  placement: {
    term: 'Beside attention, beside FFN',
    text: 'Every transformer block has two halves: attention, where tokens look at one another, and a feed-forward network (FFN), where each token is worked on alone. An adapter sits beside a half, reads the same input, and its output is added to it.',
    where: 'Paper, section 2.3, equation 2',
  },
  kernel: {
    term: 'Kernel',
    text: 'The tokens that an adapter looks at around each token of the frequency × time grid. Linear looks at the token alone; Time also at its neighbours before and after; Frequency at those above and below; Square at both. The two convolutions of an adapter reach twice as far as one.',
    where: 'Paper, section 2.3 and Table 1',
  },
  bottleneck: {
    term: 'Bottleneck',
    text: 'The number of channels r between the adapter’s two convolutions. A larger r can learn more and costs 2 × kernel × width × r weights in every layer.',
    where: 'Paper, section 2.2; Table 1',
  },
  trainable: {
    term: 'Trainable parameters',
    text: 'All numbers that training may change: what the method adds or frees, and the classification head. The share is of what full fine-tuning would train; the paper’s shares fit a count of 87.3 M, DeiT with its two heads for ImageNet, so that its 2.3 % is 2.4 % here.',
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
  frontEnd: {
    term: 'Filterbank',
    text: 'How samples become a spectrogram. AST’s hears 16 kHz sound in steps of 10 ms; EPIC-SOUNDS’ hears 24 kHz sound in steps of 5 ms.',
    where: 'AST, section 2.1; EPIC-SOUNDS',
  },
  crop: {
    term: 'Long clip, training',
    text: 'What training sees of a clip longer than the frames: always its beginning, or a stretch that is drawn anew in every epoch. With the latter it sees all of the clip in time.',
    where: 'AST (beginning), EPIC-SOUNDS (random)',
  },
  views: {
    term: 'Windows',
    text: 'A clip longer than the frames can be judged in several windows, evenly spread from its beginning to its end, and the scores averaged. EPIC-SOUNDS uses five.',
    where: 'EPIC-SOUNDS’ evaluation',
  },
  hop: {
    term: 'Frames to the next window',
    text: 'For long recordings: a window begins every so many frames until the recording ends, and the scores of all are averaged. With as many frames as a window has, the windows follow one another without a gap.',
    where: 'Of this page',
  },
  normalisation: {
    term: 'Mean and deviation',
    text: 'The spectrogram’s numbers are brought to a usual scale: (x − mean) / (2 × deviation). Measured on the training part unless you repeat a published recipe with its own numbers.',
    where: 'AST’s data loader',
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
  weightDecay: {
    term: 'Weight decay',
    text: 'Pulls the trained weights towards zero a little at every step, so that none grows without need. Each optimiser brings a usual value of its own.',
    where: 'AST’s and EPIC-SOUNDS’ recipes',
  },
  learningRate: {
    term: 'Learning rate',
    text: 'The size of the steps at the start. Too large and the loss jumps about, too small and it barely falls.',
    where: 'Paper, section 3.2 (5e-4 of 5e-5, 1e-4, 5e-4 for ESC-50)',
  },
  schedule: {
    term: 'Schedule',
    text: 'How the learning rate changes during the run. Smaller steps towards the end let the model settle; a warm-up begins with small ones while the first gradients are wild.',
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
  notifyEnd: {
    term: 'Notification at the end',
    text: 'When a run or a queue of runs ends and nobody looks at this page, your system shows a notification. It comes from this page itself, through no server; the browser asks once whether it may.',
    where: 'Notifications API',
  },
  keepScreenOn: {
    term: 'Screen kept on',
    text: 'A computer that goes to sleep stops the run until it wakes. While this tab is shown and trains, the screen is kept on, which keeps the computer awake; the browser lets go when the tab is hidden or the battery is low.',
    where: 'Screen Wake Lock API',
  },
  graphicsMemory: {
    term: 'Graphics memory',
    text: 'The memory of the graphics processor, which holds the model and everything that a step computes. Browsers do not say how much there is: your system’s settings do. A processor without memory of its own shares the machine’s.',
    where: 'WebGPU, section 3.6 (limits)',
  },
  microBatch: {
    term: 'Micro-batch',
    text: 'How many clips of a batch go through the model at once. The step is the same, since the gradients of all of them are averaged first; fewer at once need less memory.',
    where: 'Huang et al. 2019 (GPipe); gradient accumulation',
  },
  segment: {
    term: 'Layers kept',
    text: 'The backward pass needs what the forward pass computed. Either all of it is kept, or the layers are computed again when they are needed, a few at a time: less memory, about a third more time, the same result.',
    where: 'Chen et al. 2016, Training Deep Nets with Sublinear Memory Cost',
  },
  specAugment: {
    term: 'SpecAugment',
    text: 'Blanks out a random band of frequencies and a random stretch of time in every training clip. The numbers are the widest mask allowed, in mel bins and in frames.',
    where: 'Park et al. 2019; AST’s recipes',
  },
  masking: {
    term: 'Masks',
    text: 'How SpecAugment’s bands are drawn and what stands in them. AST draws one band in frequency and one in time and fills them with zeros; EPIC-SOUNDS’ code draws two of each and fills them with the mean.',
    where: 'AST’s and EPIC-SOUNDS’ recipes',
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
  top5: {
    term: 'Top-5 accuracy',
    text: 'The share of clips whose right class is among the five highest scores. It forgives a model that hesitates between classes that sound alike.',
    where: 'Of this page; usual for many classes',
  },
  majority: {
    term: 'Majority-class baseline',
    text: 'The accuracy of answering every clip with the class that is commonest in training, without listening. A model has learnt something only where it is above that.',
    where: 'Of this page',
  },
  averagePrecision: {
    term: 'Average precision (AP)',
    text: 'Sort the clips by their score for one class: AP is the precision, averaged over the places where the clips of the class stand. 100 % means that all of them come first; a random order gives about the class’s share of the clips.',
    where: 'scikit-learn, average_precision_score; paper, section 3.1',
  },
  precision: {
    term: 'Precision',
    text: 'Of the clips that the model said are of the class, the share that are. Low precision means false alarms.',
    where: 'Of this page',
  },
  recall: {
    term: 'Recall',
    text: 'Of the clips that are of the class, the share that the model found. Low recall means that clips are missed.',
    where: 'Of this page',
  },
  f1: {
    term: 'F1',
    text: 'The harmonic mean of precision and recall: high only where both are. “Macro” is the plain mean over the classes, rare ones counting as much as common ones.',
    where: 'Of this page',
  },
  support: {
    term: 'Clips (support)',
    text: 'How many clips of this part are of the class. With few of them, a class’s other numbers say little: one clip more or less moves them far.',
    where: 'Of this page',
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
    term: 'Key time',
    text: 'The moment whose attention is drawn: one or more token columns, each one patch wide in time, over all frequencies. Several are averaged. The paper’s is frames 320 to 336.',
    where: 'Paper, section 4.2.1 and Figure 3',
  },
  lookFrom: {
    term: 'Look from',
    text: 'The tokens whose attention is drawn: those of a moment, as in the paper, a single patch, or a token that stands for the whole input. Hover over a picture to try patches, click to keep one.',
    where: 'Paper, Figure 3; ViT, section 3.1 (class token)',
  },
  rollout: {
    term: 'Attention rollout',
    text: 'Attention multiplied through all layers, each mixed half and half with what passes it by: how much of a patch at the input may reach a token at the end. An approximation, the more so beside adapters, which mix tokens outside attention.',
    where: 'Abnar and Zuidema 2020, section 3',
  },
  adapterOutput: {
    term: 'What the adapter adds',
    text: 'The length (L2 norm) of the vector that the method adds to each patch beside the chosen half of the block. Bright patches are those that the adapter changes most.',
    where: 'Paper, section 2.3, equation 2',
  },
  difference: {
    term: 'Difference',
    text: 'One panel’s map less another’s, patch by patch. Red is where the first attends more, blue where it attends less, on a scale with zero in its middle.',
    where: 'Of this page; compare the panels of paper, Figure 3',
  },
  beside: {
    term: 'Beside',
    text: 'Another adapter of this backbone, or another backbone (an audio-pretrained one, as in the paper’s middle panel), loaded only to be looked at. Your model stays as it is; one other backbone is held at a time.',
    where: 'Paper, section 4.2.1 and Figure 3',
  },
  epochScrub: {
    term: 'Epochs held',
    text: 'What was trained is kept after every epoch, within a budget of memory, so that attention can be watched as it changes. Over the budget epochs are thinned evenly; the first, the best and the latest stay.',
    where: 'Of this page',
  },
  hear: {
    term: 'Hear what is attended',
    text: 'The clip through the chosen map as a mask over time and frequency: bright patches stay as loud as they are, dark ones sink by 26 dB. The rest is the reverse.',
    where: 'Of this page; the mask by short-time Fourier transform (Griffin and Lim 1984)',
  },
  layerEntropy: {
    term: 'Attention entropy',
    text: 'How widely tokens spread their attention, averaged over a layer’s heads and tokens: 0 where each looks at one token alone, 1 where all look at everything alike. The number behind the paper’s “reduces overall noise”.',
    where: 'Paper, section 4.2.1 (in words)',
  },
  padding: {
    term: 'Padding',
    text: 'What a clip shorter than the wanted frames is filled up with: zeros with AST’s filterbank, the last frame again with EPIC-SOUNDS’. The model sees it like sound, so attention that falls on it says nothing about the clip.',
    where: 'AST’s and EPIC-SOUNDS’ data loaders',
  },
  entropy: {
    term: 'Entropy',
    text: 'How widely the attention is spread over the patches, in bits. Low means that it is fixed on few patches, and the maximum, log₂ of the number of patches, means that it is spread evenly.',
    where: 'Of this page',
  },
  smoothing: {
    term: 'Smoothing',
    text: 'The bold line is a moving average of the faint one: m ← b m + (1 − b) x, divided by 1 − bⁿ so that it does not start at zero. With b = 0 every step is shown as it is; b = 0.98 averages about fifty of them; what is saved as csv has both.',
    where: 'Kingma and Ba 2015, section 3 (the correction); TensorBoard',
  },
  gradientNorm: {
    term: 'Gradient norm',
    text: 'The length (L2) of the loss gradient over all trained parameters of a layer, at each step. A layer near zero learns nothing; one that shoots up is about to diverge, and wants a lower learning rate.',
    where: 'Of this page',
  },
  updateNorm: {
    term: 'Update norm',
    text: 'The length (L2) of what a step changed in the trained parameters of a layer: the gradient after the optimiser, its rate and its decay. It falls with the learning rate towards the end of the run.',
    where: 'Of this page',
  },
  baseline: {
    term: 'Baseline',
    text: 'The run that others are compared with: their differences from it stand beside their numbers. A difference below the spread over seeds may be chance.',
    where: 'Of this page',
  },
  seedGroups: {
    term: 'Seeds together',
    text: 'Runs that differ in their seeds alone are drawn as one: their mean, with a band of one sample standard deviation (n − 1) around it. One run says little; the band says how much.',
    where: 'Of this page; the paper prints single numbers',
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
  onnxFile: {
    term: 'ONNX',
    text: 'The backbone with the adapter in it as one file that onnxruntime runs anywhere, without PyTorch; its input is the normalised log-mel spectrogram. With 16 bits the frozen weights take half the space, and the scores change in the third digit.',
    where: 'onnx.ai; opset 20',
  },
  adapterFile: {
    term: 'Adapter file',
    text: 'A zip that PyTorch loads: the trained weights (safetensors, in PyTorch’s layout), Python programs to predict and to train on, a model card, and the run’s tables. It holds none of your sounds, and the backbone only where no hub has it.',
    where: 'Of this page; after Hugging Face PEFT',
  },
  embedding: {
    term: 'Vector of a clip',
    text: 'What the model makes of a clip just before it decides: the mean of its class and distillation tokens after the last normalisation, or the mean over its patches. Clips that the model finds alike have vectors that point the same way.',
    where: 'Paper, section 2.2; AST, section 2.1',
  },
  clipMap: {
    term: 'Map of the clips',
    text: 'Every clip as a point in the plane. UMAP keeps near what is near among all dimensions and says little about what is far; PCA shows the two directions of most variance, as they are.',
    where: 'McInnes, Healy, Melville 2018 (UMAP)',
  },
  suspicion: {
    term: 'Suspicious clips',
    text: 'The fifteen nearest neighbours of a clip vote on its label, nearer ones with more weight; it is suspicious where another label gets more votes than its own. A hint, not a verdict: listen before you change anything.',
    where: 'Zhu, Dong, Liu 2022; Northcutt, Jiang, Chuang 2021, section 3',
  },
  microphone: {
    term: 'Microphone',
    text: 'The browser asks before it is turned on, and a mark stays in sight while it is. What it hears is worked on in this tab: nothing is sent, and nothing is kept but the clips that you record.',
    where: 'Of this page',
  },
  windowHop: {
    term: 'Hop',
    text: 'The time from one window of sound to the next. Windows are as long as the model’s input and may overlap: a shorter hop finds beginnings and ends more exactly and takes longer.',
    where: 'Of this page; windows as in section 3.1',
  },
  scoreSmoothing: {
    term: 'Smoothing of scores',
    text: 'Scores follow what the model says with this time constant: after it, a sudden change has gone 63 % of its way. None shows every window as it is.',
    where: 'Of this page (exponential mean)',
  },
  hold: {
    term: 'Threshold and hold',
    text: 'A class is heard from the moment its score reaches the threshold. It is over once the score has stayed below four fifths of the threshold for the hold time, so that a short dip does not cut it in two.',
    where: 'Of this page (hysteresis)',
  },
  detection: {
    term: 'Detection',
    text: 'Each window speaks for the time nearest to its middle. Where a class’s score is at or above its threshold the stretches are joined, gaps up to the longest are bridged, and then what is too short is dropped.',
    where: 'Of this page',
  },
} as const satisfies Record<string, GlossaryEntry>;

export type TermName = keyof typeof GLOSSARY;
