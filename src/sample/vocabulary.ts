// The words posts are made of. Ordinary English carries the sentence; what a post is about (products, identifiers, tags)
// is invented. The verbs are regular, so that their forms follow from the infinitive.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Countable things. */
export const NOUNS = words(`
  anchor antenna apron axle basket battery beacon bearing bellows belt blade bobbin bolt bracket branch bridge brush bucket
  buffer burner cable canopy canvas capsule carriage cartridge casing catalog chain chamber channel chart chisel circuit clamp
  clasp cleat clock cluster coil column compass compiler container cord counter cradle crank crate cursor curtain cushion
  cylinder dashboard device dial diagram dictionary digest display door drawer drill driver drum duct edge editor elbow
  emitter engine envelope fabric fader fence field filter fitting flame flange float folder footer frame function funnel furnace
  gasket gate gauge gear girder glaze glove grid grip groove guard hammer handle harness hatch header heater helper hinge hook
  hopper hull index inlet insert instance jacket joint kernel kettle keyboard keyword kite knob knot label ladder lantern latch
  layer ledger lens lever library lining list lock loom loop magnet mantle marker mast matrix mirror module mortar motor mould
  mount needle network node nozzle number object outlet paddle panel parser pattern pedal peg pendulum piston pivot plank plate
  plug pointer pole port printer process profile propeller pulley pump query queue rack rail ramp record reel register relay
  rivet rod roller rope rotor router rudder saddle sail sample scale schema screen screw script seal seam sensor server shaft
  sheet shelf shell shutter signal skein sleeve slot socket spacer spindle spline spool spring stack stand station stem stencil
  stitch strap stream string strut switch table tank tape template terminal thimble thread tile timer token torch tower track
  trigger trolley tube turbine valve vector vessel wedge wheel wick widget winch window wire wrapper yoke
`);

/** Regular verbs in the infinitive, none of which doubles its last letter. */
export const VERBS = words(`
  adjust align anneal attach balance blend brace buffer calibrate cast charge check clean close collect combine compare
  compile compress configure connect convert cool count create decode deploy describe detach detect disable disconnect display
  divide drain enable encode expand export extend extract fasten fetch filter fold glaze group guard handle
  heat hoist import inject insert inspect install invert join knead label launch lift limit link load lock loosen lower mask
  measure merge migrate monitor mount move navigate normalize order paint parse patch pivot polish position predict prepare press
  process protect publish pull push query raise reach rebuild record reduce refill reload remove rename render repair replace
  reset resize restart restore retrieve return reuse reverse rotate route sand scale schedule search secure select serialize sharpen
  shorten sort stack start steer store stretch switch tighten toggle trace transform translate tune turn update validate verify
  weld
`);

/** Qualities. */
export const ADJECTIVES = words(`
  adjacent ambient ancient angular asynchronous blank bright brittle broken circular coarse cold compact conical corrupt crooked
  damp dense distant double dry dusty dynamic elastic empty external faint fine flat flexible foreign fragile frozen generic
  glossy heavy hidden hollow horizontal hybrid idle inner internal irregular isolated large lazy linear local loose magnetic
  manual mobile narrow nested noisy obsolete optional outer parallel partial passive plain portable precise private public quiet
  random rapid recursive redundant remote rigid rough round rusty secondary shallow sharp silent simple slow smooth sparse spare
  static steep sturdy symmetric temporary thick thin tiny transparent unexpected uniform upright vertical virtual wide wooden
`);

/** Manners. */
export const ADVERBS = words(`
  always apparently automatically barely basically carefully clearly constantly correctly eventually finally gently gradually
  hardly initially mostly never obviously occasionally often partly possibly probably quickly quietly rarely repeatedly roughly
  seldom silently slightly slowly sometimes suddenly surprisingly thoroughly usually
`);

/** Places and occasions a post speaks of. */
export const PLACES = words(`
  archive attic basement bakery boathouse classroom cellar clinic factory garage garden greenhouse harbour laboratory library
  meadow mill museum office orchard pipeline quarry repository shed shop studio terminal theatre warehouse workshop
`);

/** Words outside ASCII, in the scripts posts are found in. */
export const FOREIGN_WORDS = words(`
  café naïve façade Größe smörgåsbord jalapeño Łódź žluťoučký déjà-vu crème Übergröße señal ångström κύκλος мосты 橋梁 灯り 风筝 사다리 זרם قارب
`);

/** Syllables that invented names are made of. */
export const SYLLABLES = words(`
  bra cor dal dre fen fil gar gel hol jun kal kes lam lor mel mir nar nev ost pel quo ras rin sal sor tam tel thu ulm vel vor
  wex yar zan zel
`);

/** Pictographs from beyond the basic plane, the last one joined from two. */
export const EMOJI = words('😀 🪁 🏮 🔧 🚀 🧵 👩‍🔧');
