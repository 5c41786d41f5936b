#!/bin/bash
# Makes the clips of the simulated cameras with ffmpeg alone: draws the scenes, burns in the timecode, encodes.
#
#   make-clips.sh          writes src/main/resources/io/vedette/testkit/clips/<scene>-{main,sub}.h264 (committed),
#                          and the street's sub stream again in H.265
#   make-clips.sh --load   writes target/clips/load-{main,sub}.h264: 4 Mbit/s and 0.5 Mbit/s, for load tests
#
# Each scene is a loop of exactly 16 s in two encodings of the same content: main 1920x1080 at 25 fps, sub 640x360
# at 15 fps; H.264 without B pictures, closed GOPs of 2 s, so that the last picture is followed by the first.
#
# Timecode: 24 blocks along the top edge from the left, each 1/40 of the width in width and height (16 px in sub,
# 48 px in main: whole macroblocks). White is 1. From the left: 1 0 1 0 as a marker, then 16 bits of data, the highest
# first, then 4 bits of check. Data: 4 bits scene, 1 bit profile (1: main), 11 bits time in the loop in hundredths of
# a second (picture n of rate r shows floor(100 n / r)). Check bit i = not (data bit i ^ i+4 ^ i+8 ^ i+12).
#
# Needs ffmpeg with libx264 and a DejaVu font (Debian: ffmpeg fonts-dejavu-core). Takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../../.."
LOOP=16
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
FF="ffmpeg -hide_banner -loglevel error -y"
FONT=$(fc-match -f '%{file}' 'DejaVu Sans:style=Book' 2>/dev/null || echo /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf)

# image NAME SIZE R G B [A] [MORE FILTERS]: one picture from formulas in X, Y, W, H
image() {
  local name=$1 size=$2 r=$3 g=$4 b=$5 a=${6:-255} more=${7:-}
  $FF -f lavfi -i "color=black:s=$size,format=gbrap,geq=r='$r':g='$g':b='$b':a='$a'${more:+,$more}" \
    -frames:v 1 "$WORK/$name.png"
}

# fill X Y W H COLOUR: a filled box, as a filter
fill() { echo "drawbox=$1:$2:$3:$4:$5:fill"; }

# vertical FROM TO START END: a colour component that changes from row START to row END
vertical() { echo "lerp($1,$2,clip((Y-$3)/($4-$3),0,1))"; }

disc() { echo "255*clip($3-hypot(X-$1,Y-$2),0,1)"; }                 # disc X Y RADIUS
roof() { echo "between(Y,$2,$3)*lte(abs(X-$1),(Y-$2)*$4)"; }         # roof CENTRE TOP BOTTOM SLOPE

# timecode SCENE PROFILE RATE: the blocks, as filters
timecode() {
  local cs="floor(n*100/$3+0.001)" data=$(($1 * 4096 + $2 * 2048)) filters="drawbox=0:0:iw*24/40:iw/40:black:fill"
  local i c bit terms
  block() { filters+=",drawbox=iw*$1/40:0:iw/40:iw/40:white:fill${2:+:enable='$2'}"; }
  block 0
  block 2
  for i in {0..15}; do
    bit=$((15 - i))
    if ((bit < 11)); then block $((4 + i)) "mod(floor($cs/$((1 << bit))),2)"
    elif (((data >> bit) & 1)); then block $((4 + i)); fi
  done
  for c in {0..3}; do
    terms=1
    for bit in $((3 - c)) $((7 - c)) $((11 - c)) $((15 - c)); do
      if ((bit < 11)); then terms+="+floor($cs/$((1 << bit)))"; else terms+="+$(((data >> bit) & 1))"; fi
    done
    block $((20 + c)) "mod($terms,2)"
  done
  echo "$filters"
}

# encode NAME SCENE TITLE OUT INPUTS... -- GRAPH: GRAPH makes [scene] from the inputs at any rate
encode() {
  local name=$1 scene=$2 title=$3 out=$4 graph inputs=() profile rate size border tune bits
  shift 4
  while [ "$1" != -- ]; do inputs+=("$1"); shift; done
  graph=$2
  for profile in main sub; do
    if [ $profile = main ]; then rate=25 size=1920:1080 border=3 tune="-profile:v main -level 4.0 -crf 26" bits=${MAIN_BITS:-}
    else rate=15 size=640:360 border=1 tune="-profile:v baseline -level 3.0 -crf 25" bits=${SUB_BITS:-}; fi
    [ -z "$bits" ] || tune="${tune% -crf*} -b:v $bits -maxrate $bits -bufsize $bits -nal-hrd cbr"
    local args=() input
    for input in "${inputs[@]}"; do args+=(-loop 1 -framerate $rate -i "$WORK/$input.png"); done
    $FF "${args[@]}" -filter_complex "$graph;[scene]scale=$size:flags=area,${NOISE:+$NOISE,}format=yuv420p,\
drawtext=fontfile=$FONT:text='$title':fontsize=h/27:fontcolor=white:borderw=$border:x=h/36:y=h-h/15,\
drawtext=fontfile=$FONT:text='%{eif\\:t\\:d\\:2}.%{eif\\:mod(t*10+0.001,10)\\:d}':fontsize=h/20:fontcolor=white:\
borderw=$border:x=w-h/5:y=h-h/13,$(timecode "$scene" $([ $profile = main ] && echo 1 || echo 0) $rate)[out]" \
      -map '[out]' -r $rate -frames:v $((LOOP * rate)) -c:v libx264 -preset slow $tune -bf 0 -g $((2 * rate)) \
      -keyint_min $((2 * rate)) -sc_threshold 0 -x264-params "open-gop=0:repeat-headers=1:threads=2" \
      -bsf:v filter_units=remove_types=6 -f h264 "$out/$name-$profile.h264"
    echo "$out/$name-$profile.h264: $(stat -c %s "$out/$name-$profile.h264") bytes"
  done
}

# Everything that moves does so in whole rounds per loop, so that the end meets the beginning.

paint_street() {
  local boxes i x y lit
  boxes="$(fill 0 790 1920 290 0x3a3d45),$(fill 0 770 1920 26 0x8b8d92)"
  for i in {0..9}; do boxes+=",$(fill $((i * 200 + 40)) 930 110 10 0xd8d2b0)"; done
  while read -r x w top colour; do
    boxes+=",$(fill $x $top $w $((772 - top)) $colour),$(fill $((x + w / 2 - 32)) 670 64 100 0x4a2f24)"
    for y in 0 1; do for lit in 0 1 2; do
      boxes+=",$(fill $((x + 40 + lit * (w - 130) / 2)) $((top + 40 + y * 110)) 50 62 $([ $(((x + y + lit) % 3)) = 0 ] && echo 0x39465c || echo 0xffdf91))"
    done; done
  done <<'HOUSES'
90 360 450 0x8c5a4b
560 320 400 0x6f7d8c
1000 400 470 0xa08a62
1510 340 420 0x6b5876
HOUSES
  local roofs="$(roof 270 330 452 1.7)+$(roof 720 290 402 1.6)+$(roof 1200 340 472 1.7)+$(roof 1680 310 422 1.75)"
  image street 1920x1080 "if($roofs,70,$(vertical 36 250 0 780))" "if($roofs,44,$(vertical 52 176 0 780))" \
    "if($roofs,42,$(vertical 104 128 0 780))" 255 "$boxes"
  car_image() {
    image "$1" 300x110 "$2" "$3" "$4" "255*max(between(Y,42,88)*between(X,6,294),between(Y,6,42)*gt(X,70-(Y-6)*0.2-10)*lt(X,225+(Y-6)*0.5))" \
      "$(fill 88 14 60 26 0xbfd8e6),$(fill 156 14 62 26 0xbfd8e6),$(fill 276 50 18 14 0xfff3c0),$(fill 6 50 12 14 0xd03030)"
  }
  car_image car1 200 48 44
  car_image car2 44 96 170
  image wheel 56x56 20 20 22 "$(disc 28 28 27)" "$(fill 22 22 12 12 0x9a9a9a)"
  image person 60x160 "if(lt(Y,44),226,if(lt(Y,104),36,40))" "if(lt(Y,44),186,if(lt(Y,104),120,44))" "if(lt(Y,44),150,if(lt(Y,104),92,60))" \
    "max($(disc 30 24 18),255*(between(Y,44,104)*lt(abs(X-30),20)+between(Y,104,158)*between(abs(X-30),3,17)))"
}

street() {
  encode street 1 'Street' "$1" street car1 wheel car2 person -- "
[2:v]split=4[w1][w2][w3][w4];[3:v]hflip[back];
[1:v]pad=300:140:0:0:black@0[c1];[c1][w1]overlay=40:64[c2];[c2][w2]overlay=206:64[right];
[back]pad=300:140:0:0:black@0[b1];[b1][w3]overlay=40:64[b2];[b2][w4]overlay=206:64[left];
[0:v][4:v]overlay=x='mod(t*140+300,2240)-160':y='640+4*abs(sin(t*PI*2))'[s1];
[s1][left]overlay=x='1920-mod(t*560+900,2240)':y=790[s2];
[s2][right]overlay=x='mod(t*420,2240)-300':y=930[scene]"
}

paint_harbour() {
  local land="gt(Y,520+60*pow((X-1750)/520,2))*gt(X,1150)" tower="between(Y,190,560)*lt(abs(X-1700),26+(Y-190)*0.05)"
  local stripe="lt(mod(Y-190,120),60)"
  image harbour 1920x1080 \
    "if($tower,if($stripe,214,246),if($land*lt(Y,640),84,if(lt(Y,640),$(vertical 92 255 0 640),$(vertical 96 18 640 1080))))" \
    "if($tower,if($stripe,54,244),if($land*lt(Y,640),104,if(lt(Y,640),$(vertical 158 226 0 640),$(vertical 152 62 640 1080))))" \
    "if($tower,if($stripe,48,238),if($land*lt(Y,640),78,if(lt(Y,640),$(vertical 214 196 0 640),$(vertical 178 104 640 1080))))" \
    255 "$(fill 1668 130 64 60 0xffe9a8),$(fill 1658 118 84 14 0x303840)"
  image sun 180x180 255 238 170 "$(disc 90 90 84)"
  image cloud 420x150 250 250 252 "210*max(max(clip((70-hypot(X-120,Y-80))/6,0,1),clip((64-hypot(X-300,Y-86))/6,0,1)),clip((74-hypot(X-210,Y-74))/6,0,1))"
  image boat 360x400 "if(lt(Y,322),246,120)" "if(lt(Y,322),240,60)" "if(lt(Y,322),226,44)" \
    "255*max(max(between(Y,20,310)*gt(X,190)*lt(X,190+(Y-20)*0.5),between(Y,60,310)*lt(X,178)*gt(X,178-(Y-60)*0.42)),max(between(X,180,188)*between(Y,6,324),between(Y,324,384)*lt(abs(X-184),170-(Y-324)*0.7)))"
  image wave 2240x60 225 240 246 "150*clip(3-abs(Y-30-9*sin(2*PI*X/160)),0,1)*gt(sin(2*PI*X/320),-0.2)"
}

harbour() {
  encode harbour 2 'Harbour' "$1" harbour sun cloud boat wave -- "
[2:v]split[cl1][cl2];[3:v]split[bo1][bo2];[bo2]scale=150:-1[far];[4:v]split=3[wa1][wa2][wa3];
[0:v][1:v]overlay=x=330:y='130+24*sin(2*PI*t/16)'[h1];
[h1][cl1]overlay=x='mod(t*146.25,2340)-420':y=90[h2];[h2][cl2]overlay=x='mod(t*146.25+1300,2340)-420':y=230[h3];
[h3][far]overlay=x='mod(t*130+500,2080)-155':y='500+4*sin(2*PI*t/4)'[h4];
[h4][wa1]overlay=x='-mod(t*80,320)':y=690[h5];
[h5][bo1]overlay=x='1920-mod(t*142.5,2280)':y='470+10*sin(2*PI*t/4)'[h6];
[h6][wa2]overlay=x='mod(t*100,320)-320':y=830[h7];[h7][wa3]overlay=x='-mod(t*140,320)':y=970[scene]"
}

paint_hall() {
  local i boxes="$(fill 0 690 1920 390 0x6d7076),$(fill 0 640 1920 16 0x2c3038),$(fill 0 656 1920 40 0x20242b)"
  for i in {0..5}; do boxes+=",$(fill $((i * 340 + 70)) 60 190 110 0xcfe3ee),$(fill $((i * 340 + 160)) 60 10 110 0x7a8087)"; done
  for i in {0..6}; do boxes+=",$(fill $((i * 300 + 30)) 696 26 120 0x3a3f47)"; done
  boxes+=",$(fill 0 1010 1920 14 0xe2b52c)"
  image hall 1920x1080 "$(vertical 178 132 0 690)" "$(vertical 182 138 0 690)" "$(vertical 184 146 0 690)" 255 "$boxes"
  image parcel 170x150 "if(lt(abs(X-85),14),226,lerp(176,150,Y/150))" "if(lt(abs(X-85),14),204,lerp(130,106,Y/150))" "if(lt(abs(X-85),14),150,lerp(84,66,Y/150))"
  image fan 300x300 60 66 74 "max($(disc 150 150 26),255*lt(hypot(X-150,Y-150),140)*lt(mod(atan2(Y-150,X-150)+PI,PI*2/3),0.6))"
  image ring 320x320 40 44 50 "255*between(hypot(X-160,Y-160),146,158)"
  local wheels="max($(disc 160 258 26),$(disc 286 258 26))"
  image truck 360x300 "if(gt($wheels,0),28,if(lt(X,90),60,232))" "if(gt($wheels,0),28,if(lt(X,90),62,150))" \
    "if(gt($wheels,0),30,if(lt(X,90),66,30))" \
    "max($wheels,255*max(max(between(X,120,330)*between(Y,150,250),between(X,74,90)*between(Y,10,276)),max(between(X,0,90)*between(Y,262,276),max(between(X,170,300)*between(Y,40,52),between(Y,40,150)*max(between(X,170,180),between(X,290,300))))))"
}

hall() {
  encode hall 3 'Warehouse' "$1" hall parcel fan ring truck -- "
[1:v]split=4[p1][p2][p3][p4];
[2:v]rotate=a='2*PI*t/2':c=black@0:ow=300:oh=300[turning];[3:v][turning]overlay=10:10[fan];
[0:v][fan]overlay=x=1480:y=230[h1];
[h1][p1]overlay=x='mod(t*260,2080)-165':y=490[h2];[h2][p2]overlay=x='mod(t*260+520,2080)-165':y=490[h3];
[h3][p3]overlay=x='mod(t*260+1040,2080)-165':y=490[h4];[h4][p4]overlay=x='mod(t*260+1560,2080)-165':y=490[h5];
[h5][4:v]overlay=x='780+620*cos(2*PI*t/16)':y=740[scene]"
}

paint_meadow() {
  local far="gt(Y,520+90*sin(X/260)+30*sin(X/97))" near="gt(Y,700+60*sin(X/330+2))" mill="between(Y,420,800)*lt(abs(X-1400),44+(Y-420)*0.09)"
  image meadow 1920x1080 "if($mill,222,if($near,$(vertical 122 60 640 1080),if($far,112,$(vertical 74 206 0 600))))" \
    "if($mill,210,if($near,$(vertical 168 104 640 1080),if($far,150,$(vertical 140 226 0 600))))" \
    "if($mill,190,if($near,$(vertical 84 46 640 1080),if($far,132,$(vertical 206 240 0 600))))" 255 \
    "$(fill 1372 700 56 100 0x5c4332),$(fill 1384 500 32 40 0x51606c),$(fill 300 640 30 200 0x5b432f)"
  image sails 640x640 236 232 220 "255*max(lt(abs(X-320),6)+lt(abs(Y-320),6),max(between(X,326,372)*(lt(Y,250)+0),max(between(X,268,314)*gt(Y,390),max(between(Y,326,372)*gt(X,390),between(Y,268,314)*lt(X,250)))))*lt(max(abs(X-320),abs(Y-320)),310)" "$(fill 304 304 32 32 0x4a4038)"
  image tree 400x360 58 118 62 "255*clip(max(max(120-hypot(X-130,Y-200),120-hypot(X-270,Y-200)),140-hypot(X-200,Y-150)),0,1)"
  image balloon 260x380 "if(lt(Y,270),if(lt(mod(X,74),37),224,250),110)" "if(lt(Y,270),if(lt(mod(X,74),37),62,236),78)" "if(lt(Y,270),if(lt(mod(X,74),37),58,214),50)" \
    "255*max(clip(126-hypot(X-130,Y-132),0,1),max(between(Y,216,280)*lt(abs(X-130),92-(Y-216)*0.9),between(Y,320,372)*lt(abs(X-130),34)+between(Y,280,320)*between(abs(X-130),26,30)))"
}

meadow() {
  encode meadow 4 'Meadow' "$1" meadow sails tree balloon cloud -- "
[1:v]rotate=a='2*PI*t/16':c=black@0:ow=640:oh=640[turning];[4:v]split[cl1][cl2];
[0:v][cl1]overlay=x='mod(t*146.25+200,2340)-420':y=60[m1];[m1][cl2]overlay=x='mod(t*146.25+1500,2340)-420':y=180[m2];
[m2][3:v]overlay=x='640+180*sin(2*PI*t/16)':y='190+110*cos(2*PI*t/16)'[m3];
[m3][turning]overlay=x=1080:y=130[m4];
[m4][2:v]overlay=x='115+6*sin(2*PI*t/4)':y=380[scene]"
}

if [ "${1:-}" = --load ]; then
  out=target/clips NOISE=noise=alls=14:allf=t MAIN_BITS=4M SUB_BITS=500k
  mkdir -p $out
  paint_street
  street $out
  mv $out/street-main.h264 $out/load-main.h264
  mv $out/street-sub.h264 $out/load-sub.h264
else
  out=src/main/resources/io/vedette/testkit/clips
  mkdir -p $out
  for scene in ${*:-street harbour hall meadow}; do
    [ "$scene" != meadow ] || [ -e "$WORK/cloud.png" ] || paint_harbour
    paint_$scene
    $scene $out
  done
  ffmpeg -y -v error -r 15 -i $out/street-sub.h264 -c:v libx265 -preset slow -crf 30 \
    -x265-params bframes=0:keyint=30:min-keyint=30:scenecut=0:open-gop=0:info=0 -f hevc $out/street-sub.h265
fi
