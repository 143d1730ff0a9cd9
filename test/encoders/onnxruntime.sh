# Sourced by what runs models in Node: adds onnxruntime-node to this checkout, in the version that package.json names as a peer.
# npm gives no package its own optional peers, so it is installed beside and linked to; `npm ci` takes the link away again.
# Its install script would fetch what only graphics cards need.
runtime=.venv/onnxruntime
version=$(node -p 'require("./package.json").peerDependencies["onnxruntime-node"]')
if [ "$(node -p 'require("./'$runtime'/node_modules/onnxruntime-node/package.json").version' 2>/dev/null)" != "$version" ]; then
  mkdir -p "$runtime"
  echo '{ "private": true }' > "$runtime/package.json"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$runtime" "onnxruntime-node@$version"
fi
ln -sfn "../$runtime/node_modules/onnxruntime-node" node_modules/onnxruntime-node
