export { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
export { CheckpointFolder, type CheckpointFolderOptions, type SavedCheckpoint } from './checkpoint-folder.js';
export { type FileSource, openFile } from './file-source.js';
export { loadNpy, loadNpz, loadSafetensors, saveNpy, saveNpz, saveSafetensors } from './tensors.js';
