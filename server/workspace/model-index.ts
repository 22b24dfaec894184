import { DefaultIndexManager } from 'langium';

/** Keeps no index of references: `ModelReferences` looks for them when it is asked, and imports say which files a change concerns. */
export class ModelIndex extends DefaultIndexManager {
  override updateReferences(): Promise<void> {
    return Promise.resolve();
  }
}
