# shellcheck shell=bash
# What installer/run, installer/test and .ci/run share: the package list, checks of the machine, and the build.
# Sourced by bash 3.2 (macOS) or newer; the caller has set -euo pipefail and stepCount.
# shellcheck disable=SC2154 # stepCount

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stepNumber=0

say() { printf '%s\n' "$*"; }
fail() {
  printf '\nSignalbox: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}
step() {
  stepNumber=$((stepNumber + 1))
  printf '\n[step %d of %d] %s\n' "$stepNumber" "$stepCount" "$1"
}

systemName() {
  case "$(uname -s)" in
    Darwin) echo macos ;;
    Linux) if command -v apt-get >/dev/null; then echo debian; else echo other; fi ;;
    MINGW* | MSYS* | CYGWIN*) echo windows ;;
    *) echo other ;;
  esac
}

# packagesFor COLUMN KIND...: the entries of installer/packages for these kinds, in the named column.
packagesFor() {
  local column=$1 kinds=" ${*:2} "
  awk -F'|' -v column="$column" -v kinds="$kinds" '
    /^[ \t]*(#|$)/ { next }
    { for (i = 1; i <= NF; ++i) gsub(/^[ \t]+|[ \t]+$/, "", $i)
      if (index(kinds, " " $1 " ") && $column != "-") print $column }' "$root/installer/packages"
}

asRoot() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "administrator rights are needed to install packages, and there is no sudo." \
      "Run this as root:  $*"
  fi
}

aptInstalled() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# What is missing of the packages for these kinds, one "a/b" entry a line.
aptMissing() {
  local entry name
  packagesFor 2 "$@" | while read -r entry; do
    for name in ${entry//\// }; do
      if aptInstalled "$name"; then continue 2; fi
    done
    echo "$entry"
  done
}

installOnDebian() {
  local entry name missing chosen=()
  missing=$(aptMissing "$@")
  if [ -z "$missing" ]; then
    say "Everything is there."
    return
  fi
  say "Missing: $(echo "$missing" | tr '\n' ' ')"
  if [ "$(id -u)" -ne 0 ]; then say "Installing them needs administrator rights; sudo may ask for your password."; fi
  asRoot apt-get -o DPkg::Lock::Timeout=300 -q update ||
    say "The package lists could not be refreshed; going on with the present ones."
  for entry in $missing; do
    for name in ${entry//\// }; do
      # A name that the release does not have prints nothing, or "(none)".
      case "$(apt-cache policy "$name" 2>/dev/null)" in
        *'Candidate: (none)'*) ;;
        *'Candidate: '*)
          chosen+=("$name")
          continue 2
          ;;
      esac
    done
    fail "this system offers no package '$entry'." \
      "Signalbox is built on Debian 12, Ubuntu 24.04 or newer; this is $(. /etc/os-release && echo "$PRETTY_NAME")."
  done
  asRoot env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q -y install --no-install-recommends \
    "${chosen[@]}" </dev/null || fail "apt-get could not install ${chosen[*]}." "Its last lines above say why."
}

installOnMacos() {
  xcode-select -p >/dev/null 2>&1 ||
    fail "Apple's command line tools are missing." "Install them with:  xcode-select --install"
  command -v brew >/dev/null || fail "Homebrew is missing." "Install it as https://brew.sh says and run this again."
  local name present missing=()
  present=" $(brew list --formula -1 | tr '\n' ' ') "
  for name in $(packagesFor 3 "$@"); do
    case "$present" in *" $name "*) ;; *) missing+=("$name") ;; esac
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "Everything is there."
    return
  fi
  say "Missing: ${missing[*]}"
  HOMEBREW_NO_AUTO_UPDATE=1 brew install "${missing[@]}" </dev/null ||
    fail "Homebrew could not install ${missing[*]}." "Its last lines above say why."
}

# installPackages KIND...
installPackages() {
  case "$(systemName)" in
    debian) installOnDebian "$@" ;;
    macos) installOnMacos "$@" ;;
    windows) fail "this script is for Linux and macOS." "On Windows run installer/run.ps1 in PowerShell." ;;
    *) fail "only Debian, Ubuntu and macOS are known here." \
      "Install what installer/packages lists and build with:  cmake --preset release && cmake --build --preset release" ;;
  esac
}

checkCompiler() {
  local compiler=${CXX:-c++} version
  command -v "$compiler" >/dev/null || fail "there is no C++ compiler '$compiler'." "Unset CXX or install it."
  version=$("$compiler" -dumpversion | cut -d. -f1)
  case "$("$compiler" --version)" in
    *clang*)
      [ "$version" -ge 15 ] || fail "$compiler is Clang $version; 15 or newer is needed." \
        "Update Xcode, or name another compiler:  CXX=/path/to/compiler $0"
      ;;
    *)
      [ "$version" -ge 12 ] || fail "$compiler is GCC $version; 12 or newer is needed for C++23." \
        "Install a newer one and name it:  CXX=g++-12 $0"
      ;;
  esac
}

# checkDisk MEGABYTES: free where the build folder is.
checkDisk() {
  local free
  free=$(df -Pk "$root" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$1" ] ||
    fail "$free MB are free in $root; building needs $1 MB." "Make room there, or clone to a larger disk."
}

# Compilers at work at a time: one a core, as long as each has 1.5 GB of memory.
jobCount() {
  local cores memory limit
  if [ "$(uname -s)" = Darwin ]; then
    cores=$(sysctl -n hw.ncpu)
    memory=$(($(sysctl -n hw.memsize) / 1048576 * 3 / 4))
  else
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    case "$limit" in
      '' | *[!0-9]*) ;;
      *) if [ $((limit / 1048576)) -lt "$memory" ]; then memory=$((limit / 1048576)); fi ;;
    esac
  fi
  local byMemory=$((memory / 1536))
  if [ "$byMemory" -lt 1 ]; then byMemory=1; fi
  if [ "$byMemory" -lt "$cores" ]; then echo "$byMemory"; else echo "$cores"; fi
}

# configure PRESET [OPTION...]: quiet while all is well.
configure() {
  local preset=$1 log="$root/build/$1-configure.log"
  local prefix=()
  shift
  mkdir -p "$root/build"
  if [ "$(systemName)" = macos ]; then prefix=("-DOPENSSL_ROOT_DIR=$(brew --prefix openssl@3)"); fi
  if ! (cd "$root" && cmake --preset "$preset" ${prefix[@]+"${prefix[@]}"} "$@") >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    fail "CMake could not configure the preset '$preset'." "Its whole output is in $log"
  fi
}

# build PRESET [TARGET...]
build() {
  local preset=$1 jobs
  shift
  jobs=$(jobCount)
  say "Building with $jobs job(s) at a time in build/$preset."
  (cd "$root" && NINJA_STATUS='[%f/%t, %es] ' cmake --build --preset "$preset" --parallel "$jobs" \
    ${1+--target "$@"}) || fail "the build of '$preset' failed." "The first error above names the file."
}
