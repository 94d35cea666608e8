import { RECIPES, type RunConfig } from '../../training/config';
import controls from '../common/controls.module.css';
import { entriesOf } from '../common/entries';
import { Heading } from '../common/Heading';
import { useApp, useSession } from '../sessionContext';

/** Whether every setting that a recipe states stands as it says; what it does not state may be anything. */
function isInEffect(config: RunConfig, settings: Partial<RunConfig>): boolean {
  return JSON.stringify({ ...config, ...settings }) === JSON.stringify(config);
}

/** Recipes by name: one press sets all the fields below. */
export function RecipeRow() {
  const session = useSession();
  const config = useApp((state) => state.config);
  return (
    <div role="group" aria-label="Recipes">
      <Heading term="recipe">Recipe</Heading>
      <div className={controls.row}>
        {entriesOf(RECIPES).map(([name, { title, source, settings }]) => (
          <button
            key={name}
            type="button"
            className={controls.chip}
            title={source}
            aria-pressed={isInEffect(config, settings)}
            onClick={() => session.applyRecipe(name)}
          >
            {title}
          </button>
        ))}
      </div>
    </div>
  );
}
