# Installs what is missing with vcpkg, builds Signalbox and opens the console on the sample workspace.
# Arguments are passed on to the console, such as:  installer\run.ps1 --help
. (Join-Path $PSScriptRoot 'lib.ps1')
$script:StepCount = 3

Step 'Looking for Visual Studio and vcpkg'
Enter-VisualStudio
Test-Tools
$Cache = Join-Path $Root 'build\release\CMakeCache.txt'

Step 'Installing libraries and building (the first time takes an hour or two, because vcpkg builds Qt)'
if (-not (Test-Path $Cache)) { Test-Disk 30 }
# A folder that also builds the tests is left as it is; a new one is spared them.
if (-not ((Test-Path $Cache) -and (Select-String -Quiet -Path $Cache -Pattern '^SIGNALBOX_TESTS:BOOL=ON'))) {
    Set-Configuration @('-DSIGNALBOX_TESTS=OFF')
}
Invoke-Build @('signalbox', 'signalboxctl', 'signalboxd')

Step 'Opening the console on the sample workspace'
Set-QtPlugins
# A program with windows does not hold up PowerShell: this returns at once.
& (Join-Path $Root 'build\release\bin\signalbox.exe') --sample @args
