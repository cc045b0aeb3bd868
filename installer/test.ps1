# Installs what is missing with vcpkg, builds everything and runs every test. Arguments are passed on to ctest, such as:
# installer\test.ps1 -R tst_csv
. (Join-Path $PSScriptRoot 'lib.ps1')
$script:StepCount = 3

Step 'Looking for Visual Studio and vcpkg'
Enter-VisualStudio
Test-Tools

Step 'Installing libraries and building (the first time takes an hour or two, because vcpkg builds Qt)'
if (-not (Test-Path (Join-Path $Root 'build\release\CMakeCache.txt'))) { Test-Disk 30 }
Set-Configuration @('-DSIGNALBOX_TESTS=ON')
Invoke-Build @()

Step 'Running every test'
Set-QtPlugins
Push-Location $Root
try {
    & ctest --preset release --parallel (Get-JobCount) @args
    $Code = $LASTEXITCODE
} finally { Pop-Location }
exit $Code
