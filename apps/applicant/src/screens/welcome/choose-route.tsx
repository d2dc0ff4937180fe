import { usePage } from '../../look/page-context.ts';
import { wordsOfRoute } from './words-of-route.ts';

/** The routes of the rule, as equals: the same size, one press each, no reason asked. */
export function ChooseRoute({ routes }: { readonly routes: readonly string[] }) {
  const { conductor, say } = usePage();
  return (
    <ul class="routes">
      {routes.map((route) => {
        const { name, more } = wordsOfRoute(route, say);
        return (
          <li key={route}>
            <button
              type="button"
              class="button button-equal route"
              data-route={route}
              onClick={() =>
                conductor.dispatch(
                  route === 'face'
                    ? { kind: 'face-route-chosen' }
                    : { kind: 'face-route-declined', chosen: route },
                )
              }
            >
              <strong>{name}</strong>
              <span>{more}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
