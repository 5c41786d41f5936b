// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureTime } from '../PictureClock';
import { ReverseCanvas } from './canvas';

const PICTURE = { width: 640, height: 360 } as ImageBitmap;

let element: HTMLCanvasElement;
let time: PictureTime;
let canvas: ReverseCanvas;

beforeEach(() => {
  vi.useFakeTimers();
  element = document.createElement('canvas');
  element.getContext = () => null;
  element.hidden = true;
  time = new PictureTime();
  canvas = new ReverseCanvas(element, time);
  canvas.begin();
  canvas.draw(10_000, PICTURE);
});

afterEach(() => {
  vi.useRealTimers();
});

test('what the video shows behind the canvas is not the time in sight', () => {
  canvas.videoShows(12_000);
  expect(time.get()).toBe(10_000);
  expect(element.hidden).toBe(false);
});

test('into a pause it stays until the burst of pictures has come to the awaited one', () => {
  canvas.end({ playing: false, rate: -1 });
  canvas.videoShows(12_000); // was on its way
  for (let at = 9000; at <= 10_000; at += 40) {
    canvas.videoShows(at);
    vi.advanceTimersByTime(50);
    expect(element.hidden).toBe(false);
  }
  vi.advanceTimersByTime(50);
  expect(element.hidden).toBe(true);
});

test('a burst of which the browser tells nothing ends it, too, with the time that the recorder knows', () => {
  canvas.end({ playing: false, rate: -1 });
  canvas.settled(9980);
  vi.advanceTimersByTime(2000);
  expect(element.hidden).toBe(true);
  expect(time.get()).toBe(9980);
});

test('forward it stays until pictures follow each other beyond the last one', () => {
  canvas.end({ playing: true, rate: 1 });
  canvas.videoShows(12_000); // was on its way
  canvas.videoShows(9000);
  expect(element.hidden).toBe(false);
  canvas.videoShows(10_300);
  expect(element.hidden).toBe(false);
  canvas.videoShows(10_340);
  expect(element.hidden).toBe(true);
  expect(time.get()).toBe(10_340);
});

test('faster backward the next key picture before takes over', () => {
  canvas.end({ playing: true, rate: -8 });
  canvas.videoShows(12_000);
  expect(element.hidden).toBe(false);
  canvas.videoShows(8000);
  expect(element.hidden).toBe(true);
  expect(time.get()).toBe(8000);
});
