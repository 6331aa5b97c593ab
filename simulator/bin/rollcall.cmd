@echo off
rem Starts Rollcall on Windows, from the zip and from a checkout alike; see bin/rollcall for what it does elsewhere.
rem JAVA_HOME: the Java to use (17 or later). ROLLCALL_JAVA_OPTS: further options for Java.
setlocal
set "home=%~dp0.."
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"

set "lib=%home%\lib"
if not exist "%home%\pom.xml" goto start
set "lib=%home%\target\quick\lib"
if exist "%lib%\rollcall.jar" goto start
echo rollcall: building once, because there is no build yet ... 1>&2
pushd "%home%\.."
call mvnw.cmd -B -q -pl simulator -Dquick package 1>&2
set "built=%errorlevel%"
popd
if not "%built%"=="0" (
    echo rollcall: the build failed 1>&2
    exit /b 2
)

:start
if not exist "%lib%\rollcall.jar" (
    echo rollcall: %lib%\rollcall.jar is missing: unpack the whole zip. 1>&2
    exit /b 2
)
"%java%" -XX:MaxGCPauseMillis=20 -Dio.netty.jfr.enabled=false -XX:+ExitOnOutOfMemoryError %ROLLCALL_JAVA_OPTS% -jar "%lib%\rollcall.jar" %*
exit /b %errorlevel%
