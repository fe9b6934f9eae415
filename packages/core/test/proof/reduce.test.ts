import { prove } from './prove.js';
import { reduce } from './table/reduce.js';

prove(reduce);
