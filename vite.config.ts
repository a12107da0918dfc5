import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Where `npm start` listens; `vite` alone serves the sources and asks that server.
const server = process.env['REGULARS_SERVER'] ?? 'http://127.0.0.1:3210'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // Ant Design is one chunk on purpose: it changes seldom, so browsers keep it.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|zod)[\\/]/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|dayjs)[\\/]/ },
            // What pages are made of, in one piece: dozens of little files cost a browser more than their bytes. Charts stay with ECharts.
            { name: 'parts', test: /[\\/]src[\\/](core|fields|pages|ui)[\\/](?!Chart|Sankey|Waterfall|Lines|Bars)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/v1': server } },
})
