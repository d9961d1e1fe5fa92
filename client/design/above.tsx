/** What is read before the heading of a page, although the part of the page that knows of it comes later. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';

/** Takes what belongs above. Null: the page has no place for it, and it stands where it is. */
export const Above = createContext<ComponentChildren[] | null>(null);

export function AboveHeading({ children }: { children: ComponentChildren }) {
  const above = useContext(Above);
  if (!above) return <>{children}</>;
  above.push(children);
  return null;
}
