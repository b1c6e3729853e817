# two versions of a package and one other, as wheels
mkdir -p /srv/wheels
python3 - <<'P'
import zipfile
for name, version in (('demo_tool', '1.0'), ('demo_tool', '1.5'), ('other', '2.0rc1')):
    info = f'{name}-{version}.dist-info'
    with zipfile.ZipFile(f'/srv/wheels/{name}-{version}-py3-none-any.whl', 'w') as wheel:
        wheel.writestr(f'{name}.py', f'version = "{version}"\n')
        wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\nName: {name.replace("_", "-")}\nVersion: {version}\n')
        wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
        wheel.writestr(f'{info}/RECORD', f'{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n')
P
printf 'other==2.0rc1\n' > /srv/requirements.txt
useradd -m -u 901 ada; mkdir -p /srv/ada; chown ada /srv/ada
