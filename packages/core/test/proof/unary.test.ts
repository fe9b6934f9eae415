import { prove } from './prove.js';
import { unary } from './table/unary.js';

prove(unary);
