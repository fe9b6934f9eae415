/** A library that may be there: a path, or a name for the dynamic loader. */
export interface Candidate {
  readonly library: string;
  readonly name: string;
}

/** What of a machine decides where its libraries are. */
export interface Machine {
  /** As in `process.platform`. */
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The names of a folder's files; none where there is no such folder. */
  filesIn(folder: string): readonly string[];
}

/** Where to look for the libraries on this machine, in the order of preference: OpenBLAS, MKL, BLIS, Accelerate. */
export function candidates(machine: Machine): readonly Candidate[] {
  const places = { darwin: darwinPlaces, win32: windowsPlaces }[machine.platform] ?? unixPlaces;
  return Object.entries(places(machine)).flatMap(([library, names]) =>
    [...new Set(names)].map((name) => ({ library, name })),
  );
}

type Places = Readonly<Record<string, readonly string[]>>;

/** The dynamic loader knows the system's own folders, such as Debian's for each architecture. */
function unixPlaces(machine: Machine): Places {
  const { CONDA_PREFIX, MKLROOT } = machine.environment;
  const conda = under(CONDA_PREFIX, 'lib');
  const mkl = ['libmkl_rt.so.2', 'libmkl_rt.so.1', 'libmkl_rt.so'];
  // The threads' kind and the version are part of the name where OpenBLAS was built from its sources.
  const openblas = /^libopenblas[po]?(-r[\d.]+)?\.so(\.\d+)*$/;
  const folders = [...conda, '/usr/local/lib', '/usr/lib64', '/usr/lib', '/opt/OpenBLAS/lib'];
  return {
    OpenBLAS: [
      // The serial build comes first where a system has several: the threads are ours.
      'libopenblas.so.0',
      'libopenblas.so',
      'libopenblas.so.3',
      'libopenblasp.so.0',
      'libopenblaso.so.0',
      ...folders.flatMap((folder) => found(machine, folder, openblas)),
    ],
    MKL: [
      ...mkl,
      ...inFolders([...under(MKLROOT, 'lib'), ...under(MKLROOT, 'lib/intel64')], mkl),
      ...inFolders(conda, mkl),
      ...inFolders(['/opt/intel/oneapi/mkl/latest/lib', '/opt/intel/oneapi/mkl/latest/lib/intel64'], mkl),
    ],
    BLIS: ['libblis.so.4', 'libblis.so.3', 'libblis.so', 'libblis-mt.so'],
  };
}

function darwinPlaces(machine: Machine): Places {
  const { CONDA_PREFIX, HOMEBREW_PREFIX, MKLROOT } = machine.environment;
  const homebrew = [...under(HOMEBREW_PREFIX, ''), '/opt/homebrew', '/usr/local'];
  const ofPackage = (name: string): string[] => homebrew.map((prefix) => `${prefix}/opt/${name}/lib`);
  const others = [...under(CONDA_PREFIX, 'lib'), '/opt/local/lib'];
  const mkl = ['libmkl_rt.2.dylib', 'libmkl_rt.dylib'];
  return {
    OpenBLAS: [...inFolders([...ofPackage('openblas'), ...others], ['libopenblas.dylib']), 'libopenblas.dylib'],
    MKL: [...inFolders([...under(MKLROOT, 'lib'), ...others, '/opt/intel/oneapi/mkl/latest/lib'], mkl), ...mkl],
    BLIS: [...inFolders([...ofPackage('blis'), ...others], ['libblis.dylib']), 'libblis.dylib'],
    Accelerate: ['/System/Library/Frameworks/Accelerate.framework/Accelerate'],
  };
}

function windowsPlaces({ environment }: Machine): Places {
  const conda = under(environment['CONDA_PREFIX'], 'Library/bin');
  const mkl = ['mkl_rt.2.dll', 'mkl_rt.1.dll', 'mkl_rt.dll'];
  const openblas = ['libopenblas.dll', 'openblas.dll'];
  return {
    OpenBLAS: [...openblas, ...inFolders(conda, openblas)],
    MKL: [...mkl, ...inFolders([...under(environment['MKLROOT'], 'bin'), ...conda], mkl)],
    BLIS: ['libblis.dll', 'AOCL-LibBlis-Win-dll.dll', ...inFolders(conda, ['libblis.4.dll', 'libblis.dll'])],
  };
}

/** A folder below one that an environment variable names. */
function under(prefix: string | undefined, folder: string): string[] {
  if (prefix === undefined || prefix === '') return [];
  return [folder === '' ? prefix : `${prefix}/${folder}`];
}

function inFolders(folders: readonly string[], names: readonly string[]): string[] {
  return folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
}

/** The files of a folder whose names match, the newest version first. */
function found({ filesIn }: Machine, folder: string, pattern: RegExp): string[] {
  const names = filesIn(folder).filter((name) => pattern.test(name));
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((name) => `${folder}/${name}`);
}
