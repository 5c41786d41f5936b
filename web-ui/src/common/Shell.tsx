import { Menu, useMantineColorScheme } from '@mantine/core';
import IconBell from '@tabler/icons-react/icons/IconBell';
import IconDatabase from '@tabler/icons-react/icons/IconDatabase';
import IconDots from '@tabler/icons-react/icons/IconDots';
import IconFileZip from '@tabler/icons-react/icons/IconFileZip';
import IconHistory from '@tabler/icons-react/icons/IconHistory';
import IconLayoutGrid from '@tabler/icons-react/icons/IconLayoutGrid';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import IconMoon from '@tabler/icons-react/icons/IconMoon';
import IconPuzzle from '@tabler/icons-react/icons/IconPuzzle';
import IconServerCog from '@tabler/icons-react/icons/IconServerCog';
import IconSun from '@tabler/icons-react/icons/IconSun';
import IconUserCircle from '@tabler/icons-react/icons/IconUserCircle';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import IconVideo from '@tabler/icons-react/icons/IconVideo';
import type { Icon } from '@tabler/icons-react';
import { Link, NavLink, Outlet } from 'react-router';
import type { Role } from '../api/types';
import { has, useSession } from './session';
import logo from './vedette.svg';
import classes from './Shell.module.css';

interface Destination {
  to: string;
  name: string;
  icon: Icon;
  role: Role;
}

/** What people look at all day, then what they set up once. On a phone the latter are under "More". */
const DAILY: Destination[] = [
  { to: '/', name: 'Wall', icon: IconLayoutGrid, role: 'viewer' },
  { to: '/replay', name: 'Replay', icon: IconHistory, role: 'viewer' },
  { to: '/events', name: 'Events', icon: IconBell, role: 'viewer' },
  { to: '/cameras', name: 'Cameras', icon: IconVideo, role: 'viewer' },
];
const SETUP: Destination[] = [
  { to: '/exports', name: 'Exports', icon: IconFileZip, role: 'operator' },
  { to: '/storage', name: 'Storage', icon: IconDatabase, role: 'viewer' },
  { to: '/plugins', name: 'Plug-ins', icon: IconPuzzle, role: 'admin' },
  { to: '/users', name: 'Users', icon: IconUsers, role: 'admin' },
  { to: '/system', name: 'System', icon: IconServerCog, role: 'admin' },
];

/** The frame around all pages: a rail at the side, on phones a bar at the bottom. */
export function Shell() {
  const { session, signOut } = useSession();
  // Transitions stay: switching them off would need an inline style, which the pages forbid themselves.
  const { colorScheme, toggleColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const mine = (places: Destination[]) => places.filter((place) => has(session, place.role));
  const dark = colorScheme !== 'light';
  return (
    <div className={classes.shell}>
      <nav className={classes.rail} aria-label="Pages">
        <Link to="/" className={classes.brand} aria-label="Vedette">
          <img src={logo} alt="" width={32} height={32} />
        </Link>
        <div className={classes.group}>
          {mine(DAILY).map((place) => (
            <Place key={place.to} {...place} />
          ))}
        </div>
        <div className={classes.group} data-setup>
          {mine(SETUP).map((place) => (
            <Place key={place.to} {...place} />
          ))}
        </div>
        <Menu position="right-end" withinPortal shadow="md" width={210}>
          <Menu.Target>
            <button type="button" className={classes.place} data-me aria-label={`Account ${session.user}`}>
              <IconUserCircle size={22} stroke={1.6} className={classes.wide} />
              <IconDots size={22} stroke={1.6} className={classes.narrow} />
              <span className={classes.wide}>{session.user}</span>
              <span className={classes.narrow}>More</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <div className={classes.narrow}>
              {mine(SETUP).map(({ to, name, icon: Sign }) => (
                <Menu.Item key={to} component={Link} to={to} leftSection={<Sign size={18} stroke={1.6} />}>
                  {name}
                </Menu.Item>
              ))}
              <Menu.Divider />
            </div>
            <Menu.Label>
              {session.user} ({session.role})
            </Menu.Label>
            <Menu.Item
              leftSection={dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
              onClick={toggleColorScheme}
            >
              {dark ? 'Light pages' : 'Dark pages'}
            </Menu.Item>
            <Menu.Item leftSection={<IconLogout size={18} stroke={1.6} />} onClick={signOut}>
              Sign out
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </nav>
      <main className={classes.content}>
        <Outlet />
      </main>
    </div>
  );
}

function Place({ to, name, icon: Sign }: Destination) {
  return (
    <NavLink to={to} end={to === '/'} className={classes.place ?? ''}>
      <Sign size={22} stroke={1.6} aria-hidden="true" />
      <span>{name}</span>
    </NavLink>
  );
}
