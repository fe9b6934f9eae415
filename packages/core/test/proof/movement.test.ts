import { prove } from './prove.js';
import { movement } from './table/movement.js';

prove(movement);
