import { DefaultServiceRegistry, type LangiumCoreServices } from 'langium';
import { known } from '#core/base';

/** Where there is one language only, every text is of it, whatever its file is called: the command line reads `b.txt` and `/dev/fd/63`, too. */
export class OneLanguageRegistry extends DefaultServiceRegistry {
  override getServices(): LangiumCoreServices {
    return known(this.all[0], 'a registered language');
  }
}
