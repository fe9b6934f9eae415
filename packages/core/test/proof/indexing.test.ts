import { prove } from './prove.js';
import { indexing } from './table/indexing.js';

prove(indexing);
