import type { ComponentType } from 'react';
import { METHODS } from '../../model/methods';
import type { MethodOptions } from '../../model/settings';
import type { RunConfig } from '../../training/config';
import controls from '../common/controls.module.css';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { useSession } from '../sessionContext';
import { AdapterFields } from './AdapterFields';
import type { CheckedField } from './checkConfig';
import { CheckField } from '../common/CheckField';
import { LayerPicker } from './LayerPicker';
import { LoraFields } from './LoraFields';

export interface OptionFieldsProps {
  readonly config: RunConfig;
  readonly faults: ReadonlyMap<CheckedField, string>;
}

function BiasField({ config }: OptionFieldsProps) {
  const session = useSession();
  return (
    <CheckField
      label="With biases"
      term="adapterBias"
      checked={config.bias}
      onChange={(bias) => session.configure({ bias })}
    />
  );
}

function ConvpassFields({ config: { convpass }, faults }: OptionFieldsProps) {
  const session = useSession();
  return (
    <div className={fields.grid}>
      <NumberField
        label="Bottleneck"
        term="bottleneck"
        value={convpass.bottleneck}
        min={1}
        error={faults.get('convpassBottleneck')}
        onChange={(bottleneck) => session.configure({ convpass: { ...convpass, bottleneck } })}
      />
      <NumberField
        label="Scale"
        term="convpassScale"
        value={convpass.scale}
        min={0}
        step="any"
        error={faults.get('convpassScale')}
        onChange={(scale) => session.configure({ convpass: { ...convpass, scale } })}
      />
    </div>
  );
}

function PromptFields({ config: { prompts }, faults }: OptionFieldsProps) {
  const session = useSession();
  return (
    <div className={fields.grid}>
      <NumberField
        label="Prompt tokens"
        term="prompts"
        value={prompts.length}
        min={1}
        error={faults.get('promptLength')}
        onChange={(length) => session.configure({ prompts: { ...prompts, length } })}
      />
      <CheckField
        label="New ones in every layer (deep)"
        term="prompts"
        checked={prompts.deep}
        onChange={(deep) => session.configure({ prompts: { ...prompts, deep } })}
      />
    </div>
  );
}

function PrefixFields({ config: { prefix }, faults }: OptionFieldsProps) {
  const session = useSession();
  return (
    <div className={fields.grid}>
      <NumberField
        label="Prefix length"
        term="prefix"
        value={prefix.length}
        min={1}
        hint="Keys and values in front of every attention."
        error={faults.get('prefixLength')}
        onChange={(length) => session.configure({ prefix: { length } })}
      />
    </div>
  );
}

/** The fields of each option that a method may read. */
const FIELDS = {
  adapters: AdapterFields,
  bias: BiasField,
  lora: LoraFields,
  convpass: ConvpassFields,
  prompts: PromptFields,
  prefix: PrefixFields,
  layers: LayerPicker,
} as const satisfies Record<keyof MethodOptions, ComponentType<OptionFieldsProps>>;

/** Everything that the chosen method may be told, in the order of the table above. */
export function OptionFields(props: OptionFieldsProps) {
  const uses: readonly (keyof MethodOptions)[] = METHODS[props.config.method].uses;
  const shown = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter((option) => uses.includes(option));
  if (shown.length === 0) return null;
  return (
    <div className={controls.stack}>
      {shown.map((option) => {
        const Fields = FIELDS[option];
        return <Fields key={option} {...props} />;
      })}
    </div>
  );
}
