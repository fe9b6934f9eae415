import { prove } from './prove.js';
import { binary } from './table/binary.js';

prove(binary);
