# What run.ps1 and test.ps1 share: the checks of the machine, Visual Studio's environment, vcpkg and the build.

$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent $PSScriptRoot
$script:StepNumber = 0

function Step([string]$Title) {
    $script:StepNumber++
    Write-Host ''
    Write-Host "[step $script:StepNumber of $script:StepCount] $Title"
}

function Fail([string]$Message, [string]$Advice) {
    Write-Host ''
    Write-Host "Signalbox: $Message" -ForegroundColor Red
    Write-Host "  $Advice"
    exit 1
}

# Runs a program and ends the script if it fails.
function Invoke-Tool([string]$Program, [string[]]$Arguments, [string]$Advice) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { Fail "$Program failed with exit code $LASTEXITCODE." $Advice }
}

function Test-Disk([int]$Gigabytes) {
    $drive = Get-PSDrive -Name (Split-Path -Qualifier $Root).TrimEnd(':')
    $free = [math]::Floor($drive.Free / 1GB)
    if ($free -lt $Gigabytes) {
        Fail "$free GB are free on drive $($drive.Name); building with vcpkg needs $Gigabytes GB." `
            'Make room there, or clone to a larger drive.'
    }
}

# Takes over the environment of the x64 developer prompt of Visual Studio 2022 or newer.
function Enter-VisualStudio {
    if ((Get-Command cl.exe -ErrorAction SilentlyContinue) -and $env:VSCMD_ARG_TGT_ARCH -eq 'x64') { return }
    $locator = Join-Path ${env:ProgramFiles(x86)} 'Microsoft Visual Studio\Installer\vswhere.exe'
    if (-not (Test-Path $locator)) {
        Fail 'Visual Studio is not installed.' `
            'Install Visual Studio 2022 with "Desktop development with C++":  winget install Microsoft.VisualStudio.2022.Community'
    }
    $studio = & $locator -latest -products * -version '[17.0,' `
        -requires Microsoft.VisualStudio.Component.VC.Tools.x86.x64 -property installationPath
    if (-not $studio) {
        Fail 'no Visual Studio 2022 with the C++ tools was found.' `
            'Add "Desktop development with C++" in the Visual Studio Installer.'
    }
    Import-Module (Join-Path $studio 'Common7\Tools\Microsoft.VisualStudio.DevShell.dll')
    Enter-VsDevShell -VsInstallPath $studio -SkipAutomaticLocation -DevCmdArguments '-arch=x64 -host_arch=x64' | Out-Null
}

# The folder of vcpkg: VCPKG_ROOT, or the copy that comes with Visual Studio.
function Find-Vcpkg {
    $candidates = @($env:VCPKG_ROOT)
    if ($env:VSINSTALLDIR) { $candidates += (Join-Path $env:VSINSTALLDIR 'VC\vcpkg') }
    foreach ($folder in $candidates) {
        if ($folder -and (Test-Path (Join-Path $folder 'scripts\buildsystems\vcpkg.cmake'))) { return $folder }
    }
    Fail 'vcpkg was not found.' `
        'Add the component "vcpkg package manager" in the Visual Studio Installer, or set VCPKG_ROOT to your own copy.'
}

function Test-Tools {
    foreach ($tool in 'git', 'cmake', 'ninja') {
        if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) {
            Fail "$tool was not found." 'Add "C++ CMake tools for Windows" in the Visual Studio Installer; git comes from https://git-scm.com.'
        }
    }
}

# One compiler a core, as long as each has 1.5 GB of memory.
function Get-JobCount {
    $free = (Get-CimInstance Win32_OperatingSystem).FreePhysicalMemory / 1MB # it counts in KB, so this is GB
    return [math]::Max(1, [math]::Min([Environment]::ProcessorCount, [math]::Floor($free / 1.5)))
}

# Installs the libraries of vcpkg.json and configures the preset "release".
function Set-Configuration([string[]]$Options) {
    $toolchain = Join-Path (Find-Vcpkg) 'scripts\buildsystems\vcpkg.cmake'
    Push-Location $Root
    try {
        Invoke-Tool 'cmake' (@('--preset', 'release', "-DCMAKE_TOOLCHAIN_FILE=$toolchain",
                '-DVCPKG_TARGET_TRIPLET=x64-windows', '-DCMAKE_CXX_COMPILER=cl') + $Options) `
            'The first error above names the library; vcpkg names its log beside it.'
    } finally { Pop-Location }
}

function Invoke-Build([string[]]$Targets) {
    Push-Location $Root
    try {
        $arguments = @('--build', '--preset', 'release', '--parallel', "$(Get-JobCount)")
        if ($Targets) { $arguments += @('--target') + $Targets }
        Invoke-Tool 'cmake' $arguments 'The first error above names the file.'
    } finally { Pop-Location }
}

# Qt finds its plugins here; vcpkg copies the libraries beside the programs, but not the plugins.
function Set-QtPlugins {
    $env:QT_PLUGIN_PATH = Join-Path $Root 'build\release\vcpkg_installed\x64-windows\Qt6\plugins'
}
