import { prove } from './prove.js';
import { linalg } from './table/linalg.js';

prove(linalg);
